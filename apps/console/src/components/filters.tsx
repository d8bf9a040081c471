import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

const SETTLED_MS = 300;

export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
    {children}
  </form>
);

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface TextFilterProps extends FieldProps {
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
}

/** Filters once somebody has stopped typing. */
export function TextFilter({ label, value, placeholder, suggestions, onChange }: TextFilterProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim()), SETTLED_MS);
    return () => clearTimeout(timer);
  });
  const list = suggestions && `suggestions-${label.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <label>
      {label}
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        list={list}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      {suggestions && (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface ChoiceProps extends FieldProps {
  /** Values with their names; the empty value means that anything will do. */
  readonly choices: readonly (readonly [value: string, name: string])[];
}

export const ChoiceFilter = ({ label, value, choices, onChange }: ChoiceProps) => (
  <label>
    {label}
    <select value={value} onChange={({ target }) => onChange(target.value)}>
      {choices.map(([choice, name]) => (
        <option key={choice} value={choice}>
          {name}
        </option>
      ))}
    </select>
  </label>
);
