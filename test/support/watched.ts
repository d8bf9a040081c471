import type { JsonObject } from '@wattledger/kernel';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ADMIN_KEY } from './test-platform.ts';
import type { TestPlatform } from './test-platform.ts';
import { inTime } from './until.ts';

/** A subscription, seen by the administrator. */
export interface Watched {
  /** What is told next that is as wanted. */
  told(what: string, wanted: (data: JsonObject) => boolean): Promise<JsonObject>;
  end(): Promise<void>;
}

export function watch({ httpUrl }: Pick<TestPlatform, 'httpUrl'>, query: string): Watched {
  const client = createClient({
    url: `${httpUrl.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  const iteration = client.iterate<JsonObject>({ query });
  const next = async (wanted: (data: JsonObject) => boolean): Promise<JsonObject> => {
    for (;;) {
      const { value, done } = await iteration.next();
      if (done === true) throw new Error('The subscription has ended');
      if (value.errors) throw new Error(JSON.stringify(value.errors));
      if (value.data && wanted(value.data)) return value.data;
    }
  };
  return {
    told: (what, wanted) => inTime(what, next(wanted)),
    end: async () => {
      await iteration.return?.();
      await client.dispose();
    },
  };
}
