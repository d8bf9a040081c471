import { useEffect, useId, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { askedFor, blamedBy, flawsIn, untouched } from '../forms/form.ts';
import type { Filled, Form } from '../forms/form.ts';
import { useConnection } from '../graphql/connection-context.ts';
import { isRefused } from '../graphql/document.ts';
import type { Result } from '../graphql/document.ts';
import { FieldInput } from './field-input.tsx';
import { told } from './notice.tsx';

interface Props<Done extends object> {
  readonly form: Form<Done>;
  /** What somebody should know before, whatever is filled in. */
  readonly note?: ReactNode;
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
}

interface Trouble {
  /** By the name of the field. */
  readonly fields: Readonly<Record<string, string>>;
  /** About no field. */
  readonly form?: string | undefined;
}

/** Asks what has to be known, sends it, and tells a refusal beside the field that it is about. */
export function FormDialog<Done extends object>({ form, note, onDone, onClose }: Props<Done>) {
  const { client } = useConnection();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  // Whoever presses twice, or again after a broken connection, asks once.
  const [idempotencyKey, setIdempotencyKey] = useState(newKey);
  const [filled, setFilled] = useState(() => untouched(form.fields));
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>({ fields: {} });
  useEffect(() => dialog.current?.showModal(), []);
  const asked = askedFor(form.fields, filled);

  const fill = (name: string, value: string) => {
    setIdempotencyKey(newKey());
    setFilled((before) => ({ ...before, [name]: value }));
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const entered: Filled = Object.fromEntries(asked.map(({ name }) => [name, (filled[name] ?? '').trim()]));
    const flaws = flawsIn(asked, entered);
    setTrouble({ fields: flaws });
    if (Object.keys(flaws).length > 0) return;
    const { document, variables } = form.request(entered, idempotencyKey);
    setSending(true);
    const { data, error } = await client.mutation<{ result: Result<Done> }>(document, variables);
    setSending(false);
    if (error || !data) return setTrouble({ fields: {}, form: error && Object.values(told(error)).join(' ') });
    if (!isRefused(data.result)) return onDone(data.result);
    setIdempotencyKey(newKey());
    const { message, remedy } = data.result;
    const blamed = blamedBy(data.result, asked);
    setTrouble(blamed ? { fields: { [blamed.name]: `${message} ${remedy}` } } : { fields: {}, form: `${message} ${remedy}` });
  };

  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id={title}>{form.title}</h2>
        <p className="muted">{form.meaning}</p>
        {note}
        {asked.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={filled[field.name] ?? ''}
            flaw={trouble.fields[field.name]}
            onChange={(value) => fill(field.name, value)}
          />
        ))}
        {trouble.form && (
          <p className="problem" role="alert">
            {trouble.form}
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

/** `crypto.randomUUID` is only there on https and on localhost. */
const newKey = (): string => `console-${crypto.getRandomValues(new BigUint64Array(2)).join('-')}`;
