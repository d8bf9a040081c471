import { describe, expect, it } from '@jest/globals';
import { abstain, charge, definePlugin, hold, price, stop, z } from '../index.ts';
import type { KnownTariff, Question } from '../index.ts';
import { askedQuestions } from './asked-questions.ts';
import { readRecording } from './recording.ts';
import type { RecordedLine } from './recording.ts';
import { replay } from './replay.ts';

const at = '2026-05-04T12:00:00.000Z';
const asked = { at, station: { groups: ['fast'], timeZone: 'Europe/Madrid' } };
let position = 0;

/** An exchange as it is recorded: the message, what was decided, the answer. */
function exchange(action: string, received: object, ...decided: readonly (readonly [string, object])[]): RecordedLine[] {
  const about = { stream: 'station-oak-1', recordedAt: at };
  const id = `m${(position += 1)}`;
  const line = (type: string, payload: object, own: object = {}): RecordedLine => ({
    ...about,
    id: `e${position}`,
    position: (position += 1),
    type,
    payload: JSON.parse(JSON.stringify(payload)) as RecordedLine['payload'],
    ...own,
  });
  return [
    line(`${action}Received`, received, { id, ocppVersion: '2.1' }),
    ...decided.map(([type, data]) => line(type, { votes: [], asked, ...data }, { correlationId: id })),
    line(`${action}Answered`, {}, { correlationId: id, ocppVersion: '2.1' }),
  ];
}

const terms = { tariff: { tariffId: 'night', version: 2 }, groupToken: 'staff' };
const tariff: KnownTariff = {
  tariffId: 'night',
  version: 2,
  plugin: 'tried',
  name: 'Night',
  currency: 'EUR',
  terms: {},
  validFrom: at,
};
const account = { accountId: 'a1', status: 'active', prepaid: true } as const;
const wallet = { walletId: 'a1', available: '10.00', currency: 'EUR', openSessions: [] };
const progress = { transactionId: 't1', startedAt: at, updatedAt: at, seconds: 60, energyWh: 100 };
const vote = { voter: 'tried@0.9.0', milliseconds: 1 };

const recording = [
  ...exchange('BootNotification', { chargingStation: { vendorName: 'Acme', model: 'One', serialNumber: 'S-1' } }, [
    'StationAdmissionDecided',
    { outcome: 'pending', votes: [{ ...vote, answer: 'pending', reason: 'wait' }] },
  ]),
  ...exchange(
    'TransactionEvent',
    { timestamp: at },
    [
      'AuthorizationDecided',
      { token: 'T', purpose: 'start', status: 'Accepted', groupToken: 'staff', considered: { account, wallet } },
    ],
    ['SessionStartDecided', { transactionId: 't1', startedAt: at, evseId: 2, outcome: 'charge', terms }],
  ),
  ...exchange('TransactionEvent', {}, ['SessionStopDecided', { transactionId: 't1', progress }]),
  ...exchange('TransactionEvent', {}, [
    'SessionPriced',
    { transactionId: 't1', startedAt: at, endedAt: at, energyWh: 100, periods: [], terms, amount: '1.00', currency: 'EUR' },
  ]),
  ...exchange('DataTransfer', { vendorId: 'com.acme', data: { a: 1 } }, [
    'DataTransferDecided',
    { vendorId: 'com.acme', status: 'Accepted' },
  ]),
];

const place = { stationId: 'oak-1', ocppVersion: '2.1', at, station: asked.station };

describe('a recording', () => {
  it('gives every question back as it was asked', () => {
    const questions = [...askedQuestions(recording, { tariff: () => tariff })].map(({ point, question }) => [point, question]);
    expect(questions).toEqual([
      ['admitStation', { ...place, vendor: 'Acme', model: 'One', serialNumber: 'S-1' }],
      ['authorize', { ...place, token: 'T', purpose: 'start', account, wallet }],
      [
        'startSession',
        {
          ...place,
          transactionId: 't1',
          evseId: 2,
          startedAt: at,
          authorization: { status: 'Accepted', groupToken: 'staff' },
          account,
          wallet,
        },
      ],
      ['continueCharging', { ...place, session: progress, terms }],
      ['priceSession', { ...place, transactionId: 't1', startedAt: at, endedAt: at, energyWh: 100, periods: [], terms, tariff }],
      ['answerDataTransfer', { ...place, vendorId: 'com.acme', data: { a: 1 } }],
    ]);
  });

  it('is read from what the command line prints, one event a line', () => {
    const text = recording.map((line) => JSON.stringify(line)).join('\n\n');
    expect(readRecording(text)).toEqual(recording);
    expect(() => readRecording('{}')).toThrow('Line 1 is no event');
  });
});

const plugin = definePlugin({
  id: 'tried',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({ limit: z.number().default(60).describe('Seconds') }),
  decisions: {
    admitStation: () => hold('wait'),
    authorize: () => JSON.parse('{'),
    startSession: (_, { limit }) => charge('limited', { limits: { seconds: limit }, rule: 'limited' }),
    continueCharging: () => stop('over', { rule: 'over' }),
    priceSession: (question: Question<'priceSession'>) =>
      question.tariff ? price({ amount: '1.00', currency: 'EUR' }, question.tariff.name) : abstain('no tariff'),
  },
});

describe('a recording put to a plugin again', () => {
  it('counts what is as it was, shows what is not, and what the plugin had not been asked', async () => {
    const { asked: times, same, differences, skipped } = await replay(recording, plugin, {}, { tariff: () => tariff });
    expect({ times, same, skipped }).toEqual({ times: 5, same: 1, skipped: [] });
    expect(differences.map(({ point, then, now: { answer, rule } }) => [point, then, answer, rule])).toEqual([
      ['authorize', undefined, 'failed', undefined],
      ['startSession', undefined, 'charge', 'limited'],
      ['continueCharging', undefined, 'stop', 'over'],
      ['priceSession', undefined, '1.00 EUR', undefined],
    ]);
  });

  it('leaves out a session whose tariff nobody knows', async () => {
    const { skipped } = await replay(recording, plugin);
    expect(skipped).toMatchObject([{ event: { type: 'SessionPriced' }, missing: 'the tariff night, version 2' }]);
  });
});
