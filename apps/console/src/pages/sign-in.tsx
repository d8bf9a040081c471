import { useState } from 'react';
import type { FormEvent } from 'react';
import { told } from '../components/notice.tsx';
import { isKeyRefused, openConnection } from '../graphql/connection.ts';
import type { Answered } from '../graphql/document.ts';
import { platformVersion } from '../graphql/platform.ts';

interface Props {
  /** The key worked before, and does not any more. */
  readonly turnedOut: boolean;
  readonly onAccepted: (key: string) => void;
}

const TURNED_OUT =
  'Your API key is no longer accepted: it was revoked, or the platform has been set up anew. Sign in with another one.';
const REFUSED = 'This API key is unknown or was revoked. Check for missing characters, or ask an administrator for a new key.';
// A header cannot carry anything else.
const POSSIBLE_KEY = /^[\x21-\x7e]+$/;

export function SignIn({ turnedOut, onAccepted }: Props) {
  const [key, setKey] = useState('');
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState(turnedOut ? TURNED_OUT : undefined);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const entered = key.trim();
    setAsking(true);
    setTrouble(await troubleWith(entered));
    setAsking(false);
  };
  const troubleWith = async (entered: string): Promise<string | undefined> => {
    if (!POSSIBLE_KEY.test(entered)) return REFUSED;
    const connection = openConnection(entered, () => undefined);
    const { error } = await connection.client.query<Answered<typeof platformVersion>>(platformVersion, {});
    connection.close();
    if (!error) onAccepted(entered);
    else if (isKeyRefused(error)) return REFUSED;
    else return Object.values(told(error)).join(' ');
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <h1 className="brand">
          <img src="./favicon.svg" alt="" width="32" height="32" /> Wattledger
        </h1>
        <p className="muted">Sign in to watch and command your charging stations.</p>
        <label>
          API key
          <input
            type="password"
            name="api-key"
            autoComplete="current-password"
            required
            autoFocus
            value={key}
            aria-describedby="sign-in-help"
            aria-invalid={trouble !== undefined}
            onChange={({ target }) => setKey(target.value)}
          />
        </label>
        {trouble && (
          <p className="problem" role="alert">
            {trouble}
          </p>
        )}
        <button type="submit" className="primary" disabled={asking}>
          {asking ? 'Signing in …' : 'Sign in'}
        </button>
        <p id="sign-in-help" className="muted small">
          The platform printed an admin key when it first started. More keys: <code>wattledger api-key create</code>. An access
          token of your OpenID provider is taken as well. What you enter is kept in this tab until you close it or sign out.
        </p>
      </form>
    </main>
  );
}
