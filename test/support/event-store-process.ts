import { once } from 'node:events';
import type { EventStoreTestServer, EventStoreTestServerOptions } from '@wattledger/event-log/testing';
import { Child } from './child.ts';
import { inTime } from './until.ts';

type Order = Exclude<keyof EventStoreTestServer, 'connectionString'>;

export interface Asked {
  readonly id: number;
  readonly order: Order;
  readonly args: readonly unknown[];
}

/** The EventStoreDB test server in a process of its own, so that it can be frozen while it misbehaves as told. */
export class EventStoreProcess {
  readonly connectionString: string;
  private readonly child: Child;
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private asked = 0;

  private constructor(child: Child, connectionString: string) {
    this.child = child;
    this.connectionString = connectionString;
    child.process.on('message', ({ id, result }: { id: number; result: unknown }) => {
      this.waiting.get(id)?.(result);
      this.waiting.delete(id);
    });
  }

  static async start(options: EventStoreTestServerOptions = {}): Promise<EventStoreProcess> {
    const child = new Child('event-store-program.ts', [JSON.stringify(options)], { hears: true });
    const [{ connectionString }] = await inTime('the EventStoreDB of this spec to start', once(child.process, 'message'));
    return new EventStoreProcess(child, connectionString);
  }

  /** Has the server do something. */
  async tell<Name extends Order>(
    order: Name,
    ...args: Parameters<EventStoreTestServer[Name]>
  ): Promise<Awaited<ReturnType<EventStoreTestServer[Name]>>> {
    const id = (this.asked += 1);
    const answer = new Promise<unknown>((resolve) => this.waiting.set(id, resolve));
    this.child.process.send({ id, order, args } satisfies Asked);
    return (await inTime(`EventStoreDB to do ${order}`, answer)) as Awaited<ReturnType<EventStoreTestServer[Name]>>;
  }

  /** It stands still, and everything that is sent to it waits, until `freeze(false)`. */
  freeze(on = true): void {
    this.child.process.kill(on ? 'SIGSTOP' : 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.child.process.kill('SIGKILL');
    await this.child.ended();
  }
}
