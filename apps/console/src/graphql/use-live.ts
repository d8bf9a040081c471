import { useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { useConnection } from './connection-context.ts';
import type { Document } from './document.ts';

/** A fleet may change a thousand times a second; a page is drawn this often at most. */
const DRAWN_EVERY_MS = 250;

/**
 * Subscribes for as long as the component is there, and hands on what was heard in small batches.
 *
 * @param variables undefined as long as it should wait.
 * @returns what ended the subscription, if something did.
 */
export function useLive<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables | undefined,
  onHeard: (heard: readonly Data[]) => void,
): CombinedError | undefined {
  const { client } = useConnection();
  const [error, setError] = useState<CombinedError>();
  const variablesText: string | undefined = variables && JSON.stringify(variables);
  const listener = useRef(onHeard);
  useEffect(() => {
    listener.current = onHeard;
  });

  useEffect(() => {
    let heard: Data[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const handOn = () => {
      timer = undefined;
      const batch = heard;
      heard = [];
      listener.current(batch);
    };
    setError(undefined);
    if (variablesText === undefined) return;
    const { unsubscribe } = client.subscription<Data>(document, JSON.parse(variablesText)).subscribe((result) => {
      if (result.error) setError(result.error);
      if (!result.data) return;
      heard.push(result.data);
      timer ??= setTimeout(handOn, DRAWN_EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [client, document, variablesText]);

  return error;
}
