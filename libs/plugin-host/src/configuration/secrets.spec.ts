import { describe, expect, it } from '@jest/globals';
import { z } from '@wattledger/plugin-sdk';
import type { JsonObject } from '@wattledger/kernel';
import { withoutSecrets, withSecretsOf } from './secrets.ts';
import { settingsOf } from './settings-of.ts';

const secret = () => z.string().meta({ secret: true });
const config = z.object({
  url: z.string(),
  key: secret().optional().describe('Signs requests'),
  servers: z.array(z.object({ name: z.string(), password: secret() })).default([]),
  byRegion: z.record(z.string(), secret()).default({}),
  login: z.union([z.object({ token: secret() }), z.string()]).optional(),
});
const schema = z.toJSONSchema(config, { io: 'input' }) as JsonObject;

const given = {
  url: 'https://example.com',
  key: 'a',
  servers: [{ name: 'one', password: 'b' }],
  byRegion: { north: 'c' },
  login: { token: 'd' },
};

describe('the secrets of a configuration', () => {
  it('are hidden, however deep they lie', async () => {
    expect(await withoutSecrets(schema, given)).toEqual({
      url: 'https://example.com',
      key: '[hidden]',
      servers: [{ name: 'one', password: '[hidden]' }],
      byRegion: { north: '[hidden]' },
      login: { token: '[hidden]' },
    });
  });

  it('stay as they are when what was shown is given back', async () => {
    const shown = { ...(await withoutSecrets(schema, given)), url: 'https://example.org' };
    expect(await withSecretsOf(given, schema, shown)).toEqual({ ...given, url: 'https://example.org' });
  });

  it('are documented as such', () => {
    expect(settingsOf(schema).slice(0, 3)).toEqual([
      { name: 'url', type: 'string', required: true, secret: false },
      { name: 'key', type: 'string', description: 'Signs requests', required: false, secret: true },
      { name: 'servers', type: 'list of object', default: [], required: false, secret: false },
    ]);
  });
});
