import { describe, it } from 'node:test';
import { describePlugin, given } from '@wattledger/plugin-sdk/testing';
import { visitorHours } from './visitor-hours.ts';

const visitor = {
  registered: { tokenId: 't1', status: 'active', type: 'ISO14443', groupToken: 'visitors', masterPass: false },
  station: { groups: [], timeZone: 'Europe/Madrid' },
} as const;
const [noon, night] = ['2026-05-04T10:00:00.000Z', '2026-05-04T20:30:00.000Z'];

describe('visitor hours', () => {
  it('lets a visitor be judged by others while it is open', () =>
    given(visitorHours)
      .when('authorize', { ...visitor, at: noon })
      .thenAbstains('may charge at this hour'));

  it('refuses a visitor at night, by the clock of the station', () =>
    given(visitorHours)
      .when('authorize', { ...visitor, at: night })
      .thenRefused('NotAtThisTime', { rule: 'closed-for-visitors', reason: 'from 8:00 to 20:00' }));

  it('lets a visitor stop at night', () =>
    given(visitorHours)
      .when('authorize', { ...visitor, at: night, purpose: 'stop' })
      .thenAbstains('any hour'));

  it('has nothing to say about anybody else', () =>
    given(visitorHours).when('authorize', { at: night }).thenAbstains('not a token'));

  it('limits the time of a visitor', () =>
    given(visitorHours, { mostHours: 2 })
      .when('startSession', { authorization: { status: 'Accepted', groupToken: 'visitors' } })
      .thenAnswers({ outcome: 'charge', limits: { seconds: 7_200 } }, { rule: 'visitor-time-limit' }));
});

describePlugin(visitorHours, {
  questions: {
    authorize: [
      { ...visitor, at: noon },
      { ...visitor, at: night },
    ],
  },
});
