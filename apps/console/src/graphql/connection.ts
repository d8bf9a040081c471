import { createClient } from 'graphql-ws';
import { cacheExchange, Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import type { CombinedError } from 'urql';

/** How live updates are doing. */
export type LinkState = 'idle' | 'connecting' | 'live' | 'lost';

export interface Link {
  readonly state: LinkState;
  /** Counts how often the line came back: what changed while it was gone has to be asked for. */
  readonly resumed: number;
}

/** Everything the console says to the platform goes through here. */
export interface Connection {
  readonly client: Client;
  readonly link: () => Link;
  readonly onLink: (listener: () => void) => () => void;
  readonly close: () => void;
}

/** Close code of a key that is unknown or was revoked; https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
const FORBIDDEN = 4403;
const LONGEST_WAIT_MS = 15_000;

/** The endpoint lies beside the page, wherever that is served. */
const endpoint = (): URL => new URL('graphql', document.baseURI);

export function isKeyRefused({ response, graphQLErrors }: CombinedError): boolean {
  const status: unknown = response && typeof response === 'object' && 'status' in response ? response.status : undefined;
  return status === 401 || graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED');
}

/** @param onKeyRefused told when the platform no longer knows the key. */
export function openConnection(key: string, onKeyRefused: () => void): Connection {
  const url = endpoint();
  const authorization = `Bearer ${key}`;
  const listeners = new Set<() => void>();
  let link: Link = { state: 'idle', resumed: 0 };
  const become = (state: LinkState) => {
    link = { state, resumed: link.resumed + (state === 'live' && link.state === 'lost' ? 1 : 0) };
    for (const listener of listeners) listener();
  };

  const socket = createClient({
    url: url.href.replace(/^http/, 'ws'),
    connectionParams: { authorization },
    lazyCloseTimeout: 5_000,
    keepAlive: 10_000,
    retryAttempts: Infinity,
    retryWait: (retries) => wait(Math.min(LONGEST_WAIT_MS, 500 * 2 ** retries)),
    shouldRetry: () => true,
    on: {
      connecting: () => link.state !== 'lost' && become('connecting'),
      connected: () => become('live'),
      closed: (event) => {
        const { code, wasClean } = event instanceof CloseEvent ? event : { code: 0, wasClean: false };
        if (code === FORBIDDEN) onKeyRefused();
        become(wasClean && code === 1000 ? 'idle' : 'lost');
      },
    },
  });

  const client = new Client({
    url: url.href,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { headers: { authorization } },
    exchanges: [
      mapExchange({ onError: (error) => void (isKeyRefused(error) && onKeyRefused()) }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', variables }, sink) }),
        }),
      }),
    ],
  });

  return {
    client,
    link: () => link,
    onLink: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => void socket.dispose(),
  };
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
