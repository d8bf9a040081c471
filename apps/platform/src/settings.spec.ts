import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.ts';

const EVENT_STORE = { WATTLEDGER_EVENTSTORE_URL: 'esdb://db.example:2113' };
const MASTER_KEY = { WATTLEDGER_MASTER_KEY: 'a key of more than thirty-two characters' };
const DATABASE = { WATTLEDGER_DATABASE_URL: 'postgres://db.example/wattledger' };

describe('roles that cannot do their work are refused at the start', () => {
  it.each([
    ['split over the embedded log', { WATTLEDGER_ROLES: 'gateway' }, 'to split the roles, set WATTLEDGER_EVENTSTORE_URL'],
    [
      'an api that has no rows',
      { ...EVENT_STORE, ...MASTER_KEY, WATTLEDGER_ROLES: 'gateway,api' },
      'WATTLEDGER_ROLES: api without projector reads the rows of another process: set WATTLEDGER_DATABASE_URL',
    ],
    [
      'split without a common master key',
      { ...EVENT_STORE, WATTLEDGER_ROLES: 'gateway' },
      'WATTLEDGER_MASTER_KEY: must be set where the roles are split',
    ],
    [
      'a console that has nothing to ask',
      { ...EVENT_STORE, ...MASTER_KEY, WATTLEDGER_ROLES: 'gateway,console' },
      'console needs api',
    ],
  ])('%s', (_what, variables, sentence) => {
    expect(() => readSettings(variables)).toThrow(sentence);
  });

  it('and those that can are not', () => {
    expect(readSettings({}).roles.size).toBe(4);
    expect(readSettings({ ...EVENT_STORE }).roles.size).toBe(4);
    for (const roles of ['gateway', 'projector', 'api', 'api,console', 'gateway,projector'])
      expect(readSettings({ ...EVENT_STORE, ...MASTER_KEY, ...DATABASE, WATTLEDGER_ROLES: roles }).roles.size).toBeGreaterThan(0);
  });
});
