import { useEffect, useState } from 'react';
import type { Document } from './document.ts';
import { useAnswer } from './use-answer.ts';
import type { Answer } from './use-answer.ts';
import { useChanged } from './use-changed.ts';

interface Present<Data> extends Answer<Data> {
  /** To be told of a change that was just made. */
  readonly changed: () => void;
  /** It may have been made a moment ago: rows follow the log. */
  readonly awaited: boolean;
}

const LOOKED_FOR_MS = 3_000;
const AGAIN_MS = 500;

/** Asks for one thing, and for a moment again where it is not there yet: whoever made it comes here at once. */
export function usePresent<Data, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  isThere: (data: Data) => boolean,
): Present<Data> {
  const answer = useAnswer(document, variables);
  const { data, refresh } = answer;
  const [given, setGiven] = useState(false);
  const missing = data !== undefined && !isThere(data);
  useEffect(() => {
    if (!missing || given) return;
    const again = setInterval(refresh, AGAIN_MS);
    const enough = setTimeout(() => setGiven(true), LOOKED_FOR_MS);
    return () => (clearInterval(again), clearTimeout(enough));
  }, [missing, given, refresh]);
  return { ...answer, changed: useChanged(refresh), awaited: missing && !given };
}
