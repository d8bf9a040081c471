import { useId } from 'react';
import type { Field } from '../forms/form.ts';

interface Props {
  readonly field: Field;
  readonly value: string;
  /** What is wrong with it. */
  readonly flaw: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One field of a form, with its hint and what is wrong with it. */
export function FieldInput({ field, value, flaw, onChange }: Props) {
  const { label, hint, optional } = field;
  const id = useId();
  const described = [hint && `${id}-hint`, flaw && `${id}-flaw`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted"> (optional)</span>}
      </label>
      <Input
        field={field}
        value={value}
        onChange={onChange}
        aria={{ id, 'aria-invalid': flaw !== undefined, ...(described && { 'aria-describedby': described }) }}
      />
      {hint && (
        <span id={`${id}-hint`} className="muted small">
          {hint}
        </span>
      )}
      {flaw && (
        <span id={`${id}-flaw`} className="error-text small" role="alert">
          {flaw}
        </span>
      )}
    </div>
  );
}

interface InputProps extends Pick<Props, 'field' | 'value' | 'onChange'> {
  readonly aria: { readonly id: string; readonly 'aria-invalid': boolean; readonly 'aria-describedby'?: string };
}

const types = { number: 'number', instant: 'datetime-local', secret: 'password' } as const;

function Input({ field: { name, choices, kind, optional }, value, onChange, aria }: InputProps) {
  const shared = { ...aria, name, value, required: !optional };
  if (choices) {
    return (
      <select {...shared} required={false} onChange={({ target }) => onChange(target.value)}>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'json' || kind === 'lines') {
    const rows = Math.min(16, Math.max(3, value.split('\n').length + 1));
    return (
      <textarea
        {...shared}
        className={kind === 'json' ? 'json' : undefined}
        rows={rows}
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  return (
    <input
      {...shared}
      type={kind ? types[kind] : 'text'}
      step="any"
      autoComplete={kind === 'secret' ? 'new-password' : 'off'}
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
