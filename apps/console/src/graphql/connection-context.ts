import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection, Link } from './connection.ts';

export const ConnectionContext = createContext<Connection | undefined>(undefined);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('Only somebody who is signed in has a connection: put this below <ConnectionContext>.');
  return connection;
}

/** How live updates are doing, as it changes. */
export function useLink(): Link {
  const { onLink, link } = useConnection();
  return useSyncExternalStore(onLink, link);
}
