import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { inTime } from './until.ts';

/** A GraphQL web socket that says what a spec tells it to say. */
export interface GraphqlSocket {
  /** The first message that answers a subscription: `next`, `error` or `complete`. None comes while it just listens. */
  subscribe(query: string): Promise<SubscriptionAnswer>;
  /** Settles when the platform has closed it. */
  closed(): Promise<{ readonly code: number; readonly reason: string }>;
  close(): Promise<void>;
}

/** Connects and says who it is. @returns nothing where it was not let in */
export async function connectGraphql(
  httpUrl: string,
  key: string | undefined,
  options: ClientOptions = {},
): Promise<GraphqlSocket | undefined> {
  const socket = new WebSocket(`${httpUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  const waiting = new Map<string, (message: { type: string; payload?: unknown }) => void>();
  const ending = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  socket.on('error', () => undefined);
  const admitted = new Promise<boolean>((resolve) => {
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: key && { authorization: `Bearer ${key}` } })),
    );
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; id?: string; payload?: unknown };
      if (message.type === 'connection_ack') resolve(true);
      else if (message.id !== undefined) waiting.get(message.id)?.(message);
    });
    void ending.then(() => resolve(false));
  });
  if (!(await inTime('the GraphQL socket to be let in or not', admitted))) return undefined;
  let lastId = 0;
  return {
    subscribe(query) {
      lastId += 1;
      const id = String(lastId);
      const told = new Promise<SubscriptionAnswer>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
      return told;
    },
    closed: () => inTime('the GraphQL socket to be closed', ending),
    async close() {
      socket.close(1000);
      await ending;
    },
  };
}

/** The code of the error that an answer holds; nothing where it holds none. */
export function codeIn({ payload }: SubscriptionAnswer): string | undefined {
  const errors = Array.isArray(payload) ? (payload as readonly GraphqlError[]) : (payload as Told | undefined)?.errors;
  return errors?.[0]?.extensions?.code;
}

export interface SubscriptionAnswer {
  readonly type: string;
  readonly payload?: unknown;
}
interface Told {
  readonly errors?: readonly GraphqlError[];
}
interface GraphqlError {
  readonly extensions?: { readonly code?: string };
}
