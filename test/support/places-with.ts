import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestPlatform } from './test-platform.ts';

/**
 * Where a text is kept, in any of the spellings in which it may have got there: files of the data folder, and the events and tables of servers that are used in
 * their place.
 */
export async function placesWith(platform: TestPlatform, text: string): Promise<string[]> {
  await platform.caughtUp();
  const spellings = [text, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex')];
  const found = new Set<string>();
  const look = (place: string, content: string | Buffer): void => {
    if (spellings.some((spelling) => content.includes(spelling))) found.add(place);
  };
  const files = (await readdir(platform.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { name, parentPath } of files) look(name, await readFile(join(parentPath, name)));
  const { databaseUrl, eventStore } = platform.beside.stores;
  if (eventStore)
    for (const { stream, type, stored } of await platform.streams(''))
      look(`${type} in ${stream}`, stored.metadata + stored.data);
  if (databaseUrl !== undefined) for (const [table, row] of await everyRow(databaseUrl)) look(table, row);
  return [...found];
}

/** Every row of every table of a database as one text, with the name of its table. */
async function everyRow(url: string): Promise<(readonly [table: string, row: string])[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: (readonly [string, string])[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT kept::text AS text FROM ${name} AS kept`);
      found.push(...rows.map(({ text }) => [name, text] as const));
    }
    return found;
  } finally {
    await client.end();
  }
}
