import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { Shape } from './event-shapes.ts';

/**
 * Data of a shape: once with the least that must be there, and then with everything, as often as it takes for every
 * alternative of every union to be there once.
 */
export function samplesOf(shape: Shape): JsonObject[] {
  const most = Math.max(1, widestUnion(shape));
  const full = Array.from({ length: most }, (_, turn) => sampleOf(shape, { turn, everything: true }));
  return [sampleOf(shape, { turn: 0, everything: false }), ...full].filter(isJsonObject);
}

interface Choice {
  /** Which alternative of a union is taken. */
  readonly turn: number;
  readonly everything: boolean;
  readonly name?: string;
}

function sampleOf(shape: Shape, choice: Choice): Json {
  switch (shape.is) {
    case 'text':
      return textFor(choice.name ?? '');
    case 'number':
      return 42;
    case 'flag':
      return choice.turn % 2 === 0;
    case 'null':
      return null;
    case 'anything':
      return { any: 'thing' };
    case 'exactly':
      return shape.value;
    case 'list':
      return choice.everything ? [sampleOf(shape.of, choice)] : [];
    case 'one of': {
      const alternative = shape.shapes[choice.turn % shape.shapes.length];
      return alternative ? sampleOf(alternative, choice) : null;
    }
    case 'object': {
      const wanted = shape.members.filter(({ optional }) => choice.everything || !optional);
      const members = wanted.map(({ name, shape: of }): [string, Json] => [name, sampleOf(of, { ...choice, name })]);
      return Object.fromEntries(shape.others ? [...members, ['other', sampleOf(shape.others, choice)]] : members);
    }
  }
}

/** Texts that their readers can make something of. */
function textFor(name: string): string {
  if (/(^at|At|From|Until|receivedAt)$/.test(name)) return '2026-05-01T08:00:00.000Z';
  if (/amount|reserved|charged|taken|before|per[A-Z]/i.test(name)) return '12.34';
  if (name === 'currency') return 'EUR';
  if (name === 'timeZone') return 'Europe/Berlin';
  return `some ${name || 'text'}`;
}

function widestUnion(shape: Shape): number {
  switch (shape.is) {
    case 'one of':
      return Math.max(shape.shapes.length, ...shape.shapes.map(widestUnion));
    case 'list':
      return widestUnion(shape.of);
    case 'object':
      return Math.max(1, ...shape.members.map((member) => widestUnion(member.shape)));
    default:
      return 1;
  }
}

/** Where data is not of a shape, as a path; `undefined` where it is. Members that the shape does not name are let be. */
export function departure(shape: Shape, data: Json | undefined, at = 'data'): string | undefined {
  switch (shape.is) {
    case 'anything':
      return undefined;
    case 'text':
      return typeof data === 'string' ? undefined : at;
    case 'number':
      return typeof data === 'number' || typeof data === 'bigint' ? undefined : at;
    case 'flag':
      return typeof data === 'boolean' ? undefined : at;
    case 'null':
      return data === null ? undefined : at;
    case 'exactly':
      return data === shape.value ? undefined : at;
    case 'list':
      return Array.isArray(data) ? first(data, (each, index) => departure(shape.of, each, `${at}[${index}]`)) : at;
    case 'one of':
      return shape.shapes.some((each) => departure(each, data, at) === undefined) ? undefined : at;
    case 'object':
      if (data === undefined || !isJsonObject(data)) return at;
      return first(shape.members, ({ name, optional, shape: of }) =>
        data[name] === undefined && optional ? undefined : departure(of, data[name], `${at}.${name}`),
      );
  }
}

function first<Item>(items: readonly Item[], look: (item: Item, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = look(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
