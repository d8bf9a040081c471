import type { Document, Json, Result, UserError } from '../graphql/document.ts';

/** What somebody filled in, by the name of the field; what was left empty is empty text. */
export type Filled = Readonly<Record<string, string>>;

export interface Field {
  /** As the API calls it, so that a message about it can be told beside it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What can be chosen; without it the field is typed. */
  readonly choices?: readonly (readonly [value: string, name: string])[];
  /** What it holds at first; the first of the choices when absent. */
  readonly first?: string;
  /** What is typed; text when absent. `lines` is a list, one entry on each line; `instant` is in the reader's own zone. */
  readonly kind?: 'instant' | 'json' | 'lines' | 'number' | 'secret';
  readonly optional?: boolean;
  /** Codes of refusals that are about this field. */
  readonly codes?: readonly string[];
  /** Asked only while another field holds one of these values. */
  readonly when?: readonly [field: string, values: readonly string[]];
}

/** The text of a mutation with its variables. */
export interface Request<Done> {
  readonly document: Document<{ result: Result<Done> }, never>;
  readonly variables: object;
}

/** How one thing is asked for. */
export interface Form<Done extends object = object> {
  readonly title: string;
  /** What it does, for somebody who is about to press the button. */
  readonly meaning: string;
  /** It takes something away from somebody. */
  readonly disturbing?: boolean;
  readonly fields: readonly Field[];
  /** @param idempotencyKey the same as long as the same is asked for */
  readonly request: (filled: Filled, idempotencyKey: string) => Request<Done>;
  /** Why it makes no sense now. */
  readonly pointless?: string | undefined;
}

/** Holds variables against the document they are for. */
export const ask = <Done extends object, Variables extends object>(
  document: Document<{ result: Result<Done> }, Variables>,
  variables: Variables,
): Request<Done> => ({ document, variables });

/** The fields that are asked for, as far as it is filled in. */
export const askedFor = (fields: readonly Field[], filled: Filled): readonly Field[] =>
  fields.filter(({ when: [other, values] = ['', ['']] }) => values.includes(filled[other] ?? ''));

/** What each field holds before anybody has touched it. */
export const untouched = (fields: readonly Field[]): Filled =>
  Object.fromEntries(fields.map(({ name, first, choices }) => [name, first ?? choices?.[0]?.[0] ?? '']));

/** What is wrong with what was filled in, by the name of the field. */
export function flawsIn(fields: readonly Field[], filled: Filled): Readonly<Record<string, string>> {
  const flaws = fields.flatMap(({ name, kind }): (readonly [string, string])[] => {
    const text = filled[name] ?? '';
    if (kind !== 'json' || text === '') return [];
    try {
      JSON.parse(text);
      return [];
    } catch (error) {
      return [[name, `This is not JSON. ${error instanceof Error ? error.message : ''}`]];
    }
  });
  return Object.fromEntries(flaws);
}

/** The field that a refusal is about, where it can be told: by its code, or because the message names it. */
export const blamedBy = ({ code, message }: UserError, fields: readonly Field[]): Field | undefined =>
  fields.find(({ codes }) => codes?.includes(code)) ?? fields.find(({ name }) => namesField(message, name));

/** `config.terms.perKwh` names `perKwh`; `station` does not name `stat`. */
const namesField = (message: string, name: string): boolean => message.split(/[^A-Za-z0-9_-]+/).includes(name);

/** Leaves out what was left empty. */
export const given = <Name extends string>(name: Name, text: string | undefined): { readonly [member in Name]?: string } =>
  text ? ({ [name]: text } as { [member in Name]: string }) : {};

export const numberIn = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

export const linesIn = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Of a field that `flawsIn` has found to be JSON. */
export const jsonIn = (text: string | undefined): Json => JSON.parse(text ?? 'null');

/** From the reader's own zone, as `<input type="datetime-local">` has it. */
export const instantIn = (text: string | undefined): string | undefined => (text ? new Date(text).toISOString() : undefined);

/** As `<input type="datetime-local">` takes it. */
export function instantText(at: string | null): string {
  if (at === null) return '';
  const instant = new Date(at);
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const reasonField: Field = {
  name: 'reason',
  label: 'Reason',
  hint: 'For whoever reads the history.',
  optional: true,
};
