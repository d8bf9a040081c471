import { useEffect, useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { Command, CommandResult } from '../graphql/commands.ts';
import { useConnection } from '../graphql/connection-context.ts';
import type { StationDetails } from '../graphql/stations.ts';
import type { CommandForm, Field } from './command-forms.ts';
import { told } from './notice.tsx';

interface Props {
  readonly form: CommandForm;
  readonly station: StationDetails;
  readonly onTaken: (command: Command) => void;
  readonly onClose: () => void;
}

/** Asks what a command needs to know, and sends it. */
export function CommandDialog({ form, station, onTaken, onClose }: Props) {
  const { client } = useConnection();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  // Whoever presses twice, or again after a broken connection, asks once.
  const [idempotencyKey, setIdempotencyKey] = useState(newKey);
  const [fields] = useState(() => form.fields(station));
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()] as const);
    const { document, variables } = form.request(Object.fromEntries(entries), station);
    setSending(true);
    setTrouble(undefined);
    const { data, error } = await client.mutation<{ result: CommandResult }>(document, { ...variables, idempotencyKey });
    setSending(false);
    if (error || !data) return setTrouble(error && Object.values(told(error)).join(' '));
    const { result } = data;
    if (result.__typename === 'CommandTaken') return onTaken(result.command);
    setIdempotencyKey(newKey());
    setTrouble(`${result.message} ${result.remedy}`);
  };

  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} onChange={() => setIdempotencyKey(newKey())}>
        <h2 id={title}>{form.title}</h2>
        <p className="muted">{form.meaning}</p>
        {!station.connected && (
          <p className="problem">The station is offline. The platform will refuse the command unless it comes back first.</p>
        )}
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} />
        ))}
        {trouble && (
          <p className="problem" role="alert">
            {trouble}
          </p>
        )}
        <div className="toolbar end">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={form.disturbing ? 'primary disturbing' : 'primary'} disabled={sending}>
            {sending ? 'Sending …' : form.title}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function FieldInput({ field: { name, label, hint, choices, first } }: { readonly field: Field }) {
  const hintId = useId();
  return (
    <label>
      {label}
      {choices ? (
        <select name={name} defaultValue={first}>
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input name={name} required autoComplete="off" spellCheck={false} aria-describedby={hint && hintId} />
      )}
      {hint && (
        <span id={hintId} className="muted small">
          {hint}
        </span>
      )}
    </label>
  );
}

/** `crypto.randomUUID` is only there on https and on localhost. */
const newKey = (): string => `console-${crypto.getRandomValues(new BigUint64Array(2)).join('-')}`;
