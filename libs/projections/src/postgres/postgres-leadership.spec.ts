import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import pg from 'pg';
import { PostgresLeadership } from './postgres-leadership.ts';

describeWithPostgres('the lead among the processes of a database', () => {
  let server: PostgresTestServer;
  let url: string;
  let leaderships: PostgresLeadership[];
  let work: string[];
  const stopping = new AbortController();

  beforeAll(async () => {
    server = await startPostgresTestServer();
    url = await server.database();
  });

  beforeEach(() => {
    leaderships = [];
    work = [];
  });

  afterEach(async () => {
    for (const leadership of leaderships) await leadership.close();
  });

  afterAll(async () => {
    stopping.abort();
    await server.close();
  });

  /** A process that works whenever it leads. */
  function startProcess(name: string): PostgresLeadership {
    const leadership = new PostgresLeadership(url);
    leaderships.push(leadership);
    void leadership.whileLeading(async (signal) => {
      work.push(`${name} begins`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      work.push(`${name} ends`);
      throw signal.reason;
    }, stopping.signal);
    return leadership;
  }

  const until = async (is: () => boolean) => {
    while (!is()) await sleep(20);
  };

  async function cutTheLeader(): Promise<void> {
    const operator = new pg.Client(url);
    await operator.connect();
    await operator.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
    );
    await operator.end();
  }

  it('has one process, and another once it has ended', async () => {
    const first = startProcess('first');
    await until(() => first.isLeader);
    const second = startProcess('second');
    await sleep(300);
    expect(second.isLeader).toBe(false);
    expect(work).toEqual(['first begins']);

    await first.close();
    await until(() => second.isLeader);
    expect(work).toEqual(['first begins', 'first ends', 'second begins']);
  });

  it('is lost with the connection, and taken again', async () => {
    const only = startProcess('only');
    await until(() => work.length === 1);
    await cutTheLeader();
    await until(() => work.length === 3);
    expect(work).toEqual(['only begins', 'only ends', 'only begins']);
    expect(only.isLeader).toBe(true);
  });

  it('is taken again also by work that ends quietly when it is lost', async () => {
    const leadership = new PostgresLeadership(url);
    leaderships.push(leadership);
    void leadership.whileLeading(async (signal) => {
      work.push('begins');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }, stopping.signal);
    await until(() => work.length === 1);
    await cutTheLeader();
    await until(() => work.length === 2);
  });

  it('ends for work that is no longer wanted', async () => {
    const leadership = new PostgresLeadership(url);
    leaderships.push(leadership);
    const unwanted = new AbortController();
    const ended = leadership.whileLeading(async (signal) => {
      work.push('begins');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }, unwanted.signal);
    await until(() => work.length === 1);
    unwanted.abort();
    await ended;
    expect(leadership.isLeader).toBe(true);
  });

  it('throws what the work throws', async () => {
    const leadership = new PostgresLeadership(url);
    leaderships.push(leadership);
    const failing = leadership.whileLeading(() => Promise.reject(new Error('broken')), stopping.signal);
    await expect(failing).rejects.toThrow('broken');
  });
});
