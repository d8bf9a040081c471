import type { LoggedEvent } from './events.ts';

/** More than anybody reads; the rest is a look further back away. */
const KEPT = 500;

/** A stretch of the log without gaps, newest first. */
export interface Tail {
  readonly events: readonly LoggedEvent[];
  /** Where to look further back: the cursor of the last page, or, when old events were let go, the last position. */
  readonly back: { readonly after: string } | { readonly afterPosition: string } | undefined;
  /** How many events may be kept: more for somebody who looks far back. */
  readonly kept: number;
  /** Where to listen from. */
  readonly head: string | undefined;
}

interface PageRead {
  readonly events: readonly LoggedEvent[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly logHead: string;
}

export const emptyTail: Tail = { events: [], back: undefined, kept: KEPT, head: undefined };

const isBehind = (a: string, b: string): boolean => BigInt(a) > BigInt(b);

/** With a page that goes further back. The first page also says where to listen from. */
export function withPage(tail: Tail, { events, endCursor, hasNextPage, logHead }: PageRead): Tail {
  return {
    events: [...tail.events, ...events],
    back: hasNextPage && endCursor !== null ? { after: endCursor } : undefined,
    kept: tail.kept + events.length,
    head: tail.head ?? events[0]?.position ?? logHead,
  };
}

/** With what was recorded since, oldest first. What was heard before, as after a broken connection, does not count again. */
export function withNews(tail: Tail, heard: readonly LoggedEvent[]): Tail {
  const news = heard.filter(({ position }) => tail.head === undefined || isBehind(position, tail.head));
  if (news.length === 0) return tail;
  const all = [...news.toReversed(), ...tail.events];
  const events = all.slice(0, tail.kept);
  const lastKept = events.at(-1);
  const back = all.length > events.length && lastKept ? { afterPosition: lastKept.position } : tail.back;
  return { ...tail, events, back, head: events[0]?.position };
}
