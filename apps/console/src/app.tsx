import { useCallback, useEffect, useMemo, useState } from 'react';
import { forgetKey, keepKey, keptKey } from './api-key.ts';
import { Shell } from './components/shell.tsx';
import { ConnectionContext } from './graphql/connection-context.ts';
import { openConnection } from './graphql/connection.ts';
import { RightsOfViewer } from './graphql/rights.tsx';
import { SignIn } from './pages/sign-in.tsx';

/** The console: a door, and what is behind it. */
export function App() {
  const [key, setKey] = useState(keptKey);
  const [turnedOut, setTurnedOut] = useState(false);

  const signIn = useCallback((accepted: string) => {
    keepKey(accepted);
    setTurnedOut(false);
    setKey(accepted);
  }, []);
  const leave = useCallback((refused: boolean) => {
    forgetKey();
    setTurnedOut(refused);
    setKey(undefined);
  }, []);

  return key === undefined ? (
    <SignIn turnedOut={turnedOut} onAccepted={signIn} />
  ) : (
    <SignedIn key={key} apiKey={key} onLeave={leave} />
  );
}

function SignedIn({ apiKey, onLeave }: { readonly apiKey: string; readonly onLeave: (refused: boolean) => void }) {
  const connection = useMemo(() => openConnection(apiKey, () => onLeave(true)), [apiKey, onLeave]);
  useEffect(() => connection.close, [connection]);
  return (
    <ConnectionContext value={connection}>
      <RightsOfViewer>
        <Shell onSignOut={() => onLeave(false)} />
      </RightsOfViewer>
    </ConnectionContext>
  );
}
