import { describe, expect, it } from '@jest/globals';
import type { PluginSetting } from '../graphql/plugins.ts';
import { configIn, wayOf } from './plugin-forms.ts';

const setting = (name: string, type: string, secret = false): PluginSetting => ({
  name,
  type,
  secret,
  required: false,
  default: null,
  description: null,
});

describe('a configuration', () => {
  it('is typed as its schema wants each member', () => {
    const settings = [
      setting('ceilingPercent', 'integer'),
      setting('exemptGroups', 'list of string'),
      setting('askToStop', 'boolean'),
      setting('unknownTokens', '"abstain" | "refuse"'),
      setting('vendorVariables', 'list of object'),
    ];
    const filled = {
      ceilingPercent: '80',
      exemptGroups: 'staff\nfire brigade',
      askToStop: 'true',
      unknownTokens: 'refuse',
      vendorVariables: '[{"variable":"MaxCurrent"}]',
    };
    expect(configIn(settings, filled, {})).toEqual({
      ceilingPercent: 80,
      exemptGroups: ['staff', 'fire brigade'],
      askToStop: true,
      unknownTokens: 'refuse',
      vendorVariables: [{ variable: 'MaxCurrent' }],
    });
  });

  it('keeps a secret that nobody typed anew, and says nothing of what was left empty', () => {
    const settings = [setting('secret', 'string', true), setting('retries', 'integer'), setting('tokenTypes', 'list of string')];
    expect(configIn(settings, { secret: '', retries: '', tokenTypes: '' }, { secret: '[hidden]' })).toEqual({
      secret: '[hidden]',
      tokenTypes: [],
    });
    expect(configIn(settings, { secret: 'a new one' }, { secret: '[hidden]' })).toMatchObject({ secret: 'a new one' });
  });

  it('can be chosen where only a few words are possible', () => {
    expect(wayOf('"abstain" | "refuse"').field('refuse')).toEqual({
      choices: [
        ['abstain', 'abstain'],
        ['refuse', 'refuse'],
      ],
      first: 'refuse',
    });
  });
});
