import { useCallback, useEffect, useRef } from 'react';

/** Many reasons to refresh within `withinMs` are one. */
export function useRefreshSoon(refresh: () => void, withinMs: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, withinMs);
  }, [refresh, withinMs]);
}
