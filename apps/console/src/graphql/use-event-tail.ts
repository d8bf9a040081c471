import { useCallback, useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { useConnection, useLink } from './connection-context.ts';
import type { Answered } from './document.ts';
import { emptyTail, withNews, withPage } from './event-tail.ts';
import { eventsRecorded, newestEvents } from './events.ts';
import type { EventFilter, LoggedEvent } from './events.ts';
import { useLive } from './use-live.ts';

export interface EventTail {
  /** Newest first. */
  readonly events: readonly LoggedEvent[];
  readonly paused: boolean;
  /** How many were recorded since it was paused. */
  readonly waiting: number;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Looks further back; absent when the beginning of the log is shown. */
  readonly older: (() => void) | undefined;
  readonly loading: boolean;
  readonly error: CombinedError | undefined;
}

/** Follows the log from its end, and back from there as far as somebody wants to look. The filter must stay the same. */
export function useEventTail(filter: EventFilter, pageSize: number): EventTail {
  const { client } = useConnection();
  const [tail, setTail] = useState(emptyTail);
  const [pausedAt, setPausedAt] = useState<typeof tail>();
  const [waiting, setWaiting] = useState(0);
  const [loading, setLoading] = useState(true);
  const [failure, setFailure] = useState<CombinedError>();
  const wanted = useRef(filter).current;

  const load = useCallback(
    async (from: object) => {
      setLoading(true);
      const variables = { filter: wanted, first: pageSize, ...from };
      const { data, error } = await client.query<Answered<typeof newestEvents>>(newestEvents, variables, {
        requestPolicy: 'network-only',
      });
      setLoading(false);
      setFailure(error);
      if (!data) return;
      const { nodes: events, pageInfo } = data.events;
      const page = { ...pageInfo, events, logHead: data.platform.logHead };
      setTail((before) => withPage(before, page));
      setPausedAt((before) => before && withPage(before, page));
    },
    [client, wanted, pageSize],
  );
  useEffect(() => {
    setTail(emptyTail);
    void load({});
  }, [load]);

  const afterPosition = useListeningFrom(tail.head);
  const listening = afterPosition === undefined ? undefined : { filter: wanted, afterPosition };
  const ended = useLive(eventsRecorded, listening, (heard) => {
    setTail((before) =>
      withNews(
        before,
        heard.map(({ events }) => events),
      ),
    );
    if (pausedAt) setWaiting((before) => before + heard.length);
  });

  const shown = pausedAt ?? tail;
  return {
    events: shown.events,
    paused: pausedAt !== undefined,
    waiting,
    pause: () => {
      setWaiting(0);
      setPausedAt(tail);
    },
    resume: () => setPausedAt(undefined),
    older: shown.back && (() => void load(shown.back ?? {})),
    loading,
    error: failure ?? ended,
  };
}

/** The head as it was when listening began, or began again after a broken connection. */
function useListeningFrom(head: string | undefined): string | undefined {
  const { resumed } = useLink();
  const began = useRef<{ readonly resumed: number; readonly from: string }>(undefined);
  if (head !== undefined && began.current?.resumed !== resumed) began.current = { resumed, from: head };
  return began.current?.from;
}
