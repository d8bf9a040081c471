import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres, startPostgresTestServer } from '@wattledger/event-log/testing';
import type { PostgresTestServer } from '@wattledger/event-log/testing';
import pg from 'pg';
import { readerPool } from './reader-pool.ts';

describeWithPostgres('connections that read rows', () => {
  let server: PostgresTestServer;
  beforeAll(async () => {
    server = await startPostgresTestServer();
  });
  afterAll(() => server.close());

  it('may be ended by the server while somebody has one and asks nothing: the next question fails, and the one after is answered', async () => {
    const url = await server.database();
    const pool = readerPool(url);
    const connection = await pool.connect();
    const { rows } = await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
    const operator = new pg.Client(url);
    await operator.connect();
    await operator.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
    await operator.end();
    await expect(connection.query('SELECT 1', [])).rejects.toMatchObject({ code: 'rows-unreachable', retryable: true });
    connection.release(true);
    const another = await pool.connect();
    expect((await another.query('SELECT 1', [])).rowCount).toBe(1);
    another.release();
    await pool.end();
  });
});
