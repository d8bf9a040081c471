import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import * as access from './access.ts';
import * as accounts from './accounts.ts';
import * as batteries from './batteries.ts';
import * as commands from './commands.ts';
import * as costs from './costs.ts';
import * as decisions from './decisions.ts';
import * as events from './events.ts';
import * as localLists from './local-lists.ts';
import * as platform from './platform.ts';
import * as plugins from './plugins.ts';
import * as rollouts from './rollouts.ts';
import * as sessions from './sessions.ts';
import * as settings from './settings.ts';
import * as stations from './stations.ts';
import * as statistics from './statistics.ts';
import * as tariffs from './tariffs.ts';
import * as tokens from './tokens.ts';
import * as wallets from './wallets.ts';

const schema = buildSchema(readFileSync(new URL('../../../../libs/graphql/schema.graphql', import.meta.url), 'utf8'));

const texts = Object.entries({
  ...access,
  ...accounts,
  ...batteries,
  ...commands,
  ...costs,
  ...decisions,
  ...events,
  ...localLists,
  ...platform,
  ...plugins,
  ...rollouts,
  ...sessions,
  ...settings,
  ...stations,
  ...statistics,
  ...tariffs,
  ...tokens,
  ...wallets,
}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
/** Fragments are validated inside the operations that use them. */
const operations = texts.filter(([name]) => name !== name.toUpperCase());

describe('what the console asks of the platform', () => {
  it('is all here', () => {
    expect(operations.length).toBeGreaterThanOrEqual(60);
  });

  it.each(operations)('is in the schema: %s', (_name, text) => {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });
});
