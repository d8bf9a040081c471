import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import * as batteries from './batteries.ts';
import * as commands from './commands.ts';
import * as events from './events.ts';
import * as platform from './platform.ts';
import * as sessions from './sessions.ts';
import * as stations from './stations.ts';

const schema = buildSchema(readFileSync(new URL('../../../../libs/graphql/schema.graphql', import.meta.url), 'utf8'));

const texts = Object.entries({ ...batteries, ...commands, ...events, ...platform, ...sessions, ...stations });
/** Fragments are validated inside the operations that use them. */
const operations = texts.filter(([name]) => name !== name.toUpperCase());

describe('what the console asks of the platform', () => {
  it('is all here', () => {
    expect(operations.length).toBeGreaterThanOrEqual(20);
  });

  it.each(operations)('is in the schema: %s', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});
