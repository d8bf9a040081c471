import { useMemo, useSyncExternalStore } from 'react';
import { routeOf } from './route.ts';
import type { Route } from './route.ts';

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};
const hash = () => window.location.hash;

export function useRoute(): Route {
  const current = useSyncExternalStore(subscribe, hash);
  return useMemo(() => routeOf(current), [current]);
}

/** Changes filters without a new entry in the browser's history. */
export const goQuietly = (link: string): void => {
  window.history.replaceState(null, '', link);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
};
