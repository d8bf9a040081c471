import { AssertionError } from 'node:assert';

/** Ends a spec with a sentence. */
export function fail(message: string, actual?: unknown, expected?: unknown): never {
  throw new AssertionError({
    message: [message, ...shown('It said', actual), ...shown('Expected', expected)].join('\n'),
    actual,
    expected,
  });
}

const shown = (word: string, value: unknown): string[] => (value === undefined ? [] : [`${word}: ${asText(value)}`]);

/** JSON with its members in one order: equal texts are equal values. */
export const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint'
      ? `${member}n`
      : typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
        : member,
  ) ?? String(value);

export const isSame = (one: unknown, other: unknown): boolean => asText(one) === asText(other);

/** Whether everything that is expected is there; more may be. */
export function holds(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return isSame(actual, expected);
  if (typeof actual !== 'object' || actual === null) return false;
  const there: Readonly<Record<string, unknown>> = { ...actual };
  return Object.entries(expected).every(([name, member]) => holds(there[name], member));
}
