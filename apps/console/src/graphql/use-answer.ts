import { useCallback, useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { useConnection, useLink } from './connection-context.ts';
import type { Document } from './document.ts';

export interface Answer<Data> {
  /** The newest answer; while the variables have just changed, still the one before. */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** Asks again. */
  readonly refresh: () => void;
}

interface Options {
  /** Asks again this often, milliseconds. */
  readonly everyMs?: number;
}

/**
 * Asks a query, and asks it again when the variables change and when a lost connection is back.
 *
 * An answer stays until the next one is there, so a page does not flicker. Give a component whose subject changes its own `key`.
 */
export function useAnswer<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  { everyMs }: Options = {},
): Answer<Data> {
  const { client } = useConnection();
  const { resumed } = useLink();
  const [{ data, error }, setAnswer] = useState<Pick<Answer<Data>, 'data' | 'error'>>({ data: undefined, error: undefined });
  const variablesText = JSON.stringify(variables);
  const fresh = useRef(false);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    const requestPolicy = fresh.current ? 'network-only' : 'cache-and-network';
    fresh.current = false;
    const { unsubscribe } = client
      .query<Data>(document, JSON.parse(variablesText), { requestPolicy })
      .subscribe((result) => setAnswer((before) => ({ data: result.data ?? before.data, error: result.error })));
    return unsubscribe;
  }, [client, document, variablesText, asked, resumed]);

  const refresh = useCallback(() => {
    fresh.current = true;
    setAsked((times) => times + 1);
  }, []);

  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => isVisible() && refresh(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, refresh]);

  return { data, error, refresh };
}

/** Nobody looks at a hidden page, so nothing is asked for it. */
const isVisible = (): boolean => globalThis.document.visibilityState === 'visible';
