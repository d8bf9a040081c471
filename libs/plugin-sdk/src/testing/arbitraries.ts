import { authorizationStatuses } from '@wattledger/charging';
import type { ChargingPeriod, DecisionPoint, Question } from '@wattledger/charging';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** Values that no one reckons with: as stations, drivers and operators can all the same send them. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '__proto__',
    'constructor',
    '*',
    '0',
    '-1',
    'NaN',
    '[removed]',
    '\u0000',
    'a'.repeat(10_000),
    '../../x',
    '{}',
  ),
);
const amount = fc.oneof(
  fc
    .tuple(fc.integer({ min: -1, max: 100_000 }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`),
  fc.constantFrom('0', '0.00', '-0.01', '999999999999.99'),
);
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'XXX');
const count = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000_000 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(0, 0.001),
);
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }));
const whole = fc.integer({ min: 0, max: 100_000 });

const MINUTE_MS = 60_000;
const instant = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** An object of which every member but the named ones may be missing. */
const perhaps = <T extends object, K extends keyof T>(members: { [Key in keyof T]: Arbitrary<T[Key]> }, requiredKeys: K[]) =>
  fc.record(members, { requiredKeys });

const tariffVersion = fc.record({ tariffId: text, version: whole });
const limits = perhaps({ amount, currency, energyWh: count, seconds: count, stateOfChargePercent: percent }, []);
const terms = perhaps({ accountId: text, walletId: text, groupToken: text, limits, tariff: tariffVersion }, []);
const place = { evseId: whole, connectorId: whole };

const registered = perhaps(
  {
    tokenId: text,
    status: fc.constantFrom('active', 'blocked'),
    type: fc.oneof(fc.constantFrom('ISO14443', 'Central', 'eMAID', 'KeyCode', 'NoAuthorization'), text),
    accountId: text,
    expiresAt: instant,
    groupToken: text,
    language: text,
    concurrentSessions: whole,
    tariffId: text,
    allowedAt: perhaps({ stationIds: fc.array(text), siteIds: fc.array(text), groups: fc.array(text) }, []),
    masterPass: fc.boolean(),
  },
  ['tokenId', 'status', 'type', 'masterPass'],
);
const grant = perhaps(
  {
    grantId: text,
    accountId: text,
    stationId: text,
    evseId: whole,
    expiresAt: instant,
    usedFor: text,
    by: fc.constantFrom('app', 'password'),
  },
  ['grantId', 'accountId', 'stationId', 'expiresAt', 'by'],
);
const secret = fc.record({
  kind: fc.constantFrom('pin', 'password'),
  outcome: fc.constantFrom('verified', 'wrong', 'locked'),
});
const account = perhaps(
  {
    accountId: text,
    status: fc.constantFrom('active', 'blocked', 'closed'),
    groupToken: text,
    language: text,
    tariffId: text,
    concurrentSessions: whole,
    prepaid: fc.boolean(),
  },
  ['accountId', 'status', 'prepaid'],
);
const openSession = perhaps({ sessionId: text, stationId: text, openedAt: instant, reserved: amount }, [
  'sessionId',
  'stationId',
  'openedAt',
]);
const wallet = perhaps({ walletId: text, available: amount, currency, openSessions: fc.array(openSession, { maxLength: 5 }) }, [
  'walletId',
  'openSessions',
]);

const station = perhaps(
  {
    siteId: text,
    groups: fc.array(text, { maxLength: 5 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kathmandu'),
  },
  ['groups', 'timeZone'],
);
const atStation = { stationId: text, ocppVersion: fc.constantFrom('1.6', '2.0.1', '2.1'), at: instant, station };
const atStationKeys = ['stationId', 'ocppVersion', 'at', 'station'] as const;

const authorization = perhaps(
  {
    status: fc.constantFrom(...authorizationStatuses),
    accountId: text,
    groupToken: text,
    limits,
    tariffId: text,
    concurrentSessions: whole,
  },
  ['status'],
);

const progress = perhaps(
  {
    transactionId: text,
    ...place,
    startedAt: instant,
    updatedAt: instant,
    seconds: count,
    energyWh: count,
    powerW: count,
    stateOfChargePercent: percent,
    cost: fc.record({ amount, currency }),
  },
  ['transactionId', 'startedAt', 'updatedAt', 'seconds', 'energyWh'],
);

/** A stretch of a session in whole minutes, so that it can be cut without a remainder. */
const stretch = fc.record({
  minutes: fc.integer({ min: 1, max: 180 }),
  whPerMinute: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_800 })),
});

/** A session from its start to its end, without gaps: in whole minutes, with a whole number of Wh in each. */
const stretches = fc.tuple(
  fc.integer({ min: Date.parse('2024-01-01T00:00:00Z') / MINUTE_MS, max: Date.parse('2030-01-01T00:00:00Z') / MINUTE_MS }),
  fc.array(stretch, { maxLength: 12 }),
);

/** Sessions to be priced, with periods that belong together. */
export const pricedSessions: Arbitrary<Pick<Question<'priceSession'>, 'startedAt' | 'endedAt' | 'energyWh' | 'periods' | 'at'>> =
  stretches.map(([startMinute, parts]) => {
    let minute = startMinute;
    const periods = parts.map(({ minutes, whPerMinute }): ChargingPeriod => {
      const from = atMinute(minute);
      minute += minutes;
      return {
        from,
        until: atMinute(minute),
        energyWh: minutes * whPerMinute,
        state: whPerMinute === 0 ? 'idle' : 'charging',
        powerW: whPerMinute * 60,
      };
    });
    const energyWh = periods.reduce((sum, period) => sum + period.energyWh, 0);
    return { startedAt: atMinute(startMinute), endedAt: atMinute(minute), at: atMinute(minute), energyWh, periods };
  });

const atMinute = (minute: number): string => new Date(minute * MINUTE_MS).toISOString();

const priced = fc
  .tuple(pricedSessions, perhaps({ ...atStation, transactionId: text, terms }, [...atStationKeys, 'transactionId', 'terms']))
  .map(([session, about]) => ({ ...about, ...session }));

const setting = fc.oneof(
  fc.record({ name: fc.constant('price' as const), tariffId: text, tariffVersion: whole }),
  fc.record({ name: fc.constant('chargingTime' as const), minutes: whole }),
  fc.record({
    name: fc.constant('maximumCurrent' as const),
    amperes: count,
    phases: fc.constantFrom(1, 2, 3),
    voltageV: fc.constantFrom(120, 230, 400),
  }),
);

type Hostile = { readonly [Point in DecisionPoint]: Arbitrary<Question<Point>> };

/** Questions of the right form and with every nonsense that form allows. For fast-check; the suite of `describePlugin` asks them. */
export const hostileQuestions: Hostile = {
  admitStation: perhaps({ ...atStation, vendor: text, model: text, serialNumber: text, firmwareVersion: text }, [
    ...atStationKeys,
    'vendor',
    'model',
  ]),
  authorize: perhaps(
    {
      ...atStation,
      registered,
      grant,
      secret,
      account,
      wallet,
      token: text,
      tokenType: text,
      ...place,
      purpose: fc.constantFrom('present', 'start', 'stop'),
      transactionId: text,
      stopping: perhaps({ sameToken: fc.boolean(), groupToken: text, accountId: text }, ['sameToken']),
    },
    [...atStationKeys, 'token', 'purpose'],
  ),
  startSession: perhaps({ ...atStation, account, wallet, transactionId: text, ...place, startedAt: instant, authorization }, [
    ...atStationKeys,
    'transactionId',
    'startedAt',
  ]),
  continueCharging: perhaps({ ...atStation, session: progress, terms }, [...atStationKeys, 'session', 'terms']),
  priceSession: priced,
  translateSettings: perhaps(
    {
      ...atStation,
      setting,
      evseId: whole,
      vendor: text,
      model: text,
      firmwareVersion: text,
      variables: fc.dictionary(text, text, { maxKeys: 5 }),
    },
    [...atStationKeys, 'setting', 'variables'],
  ),
  answerDataTransfer: perhaps({ ...atStation, vendorId: text, messageId: text, data: fc.jsonValue() }, [
    ...atStationKeys,
    'vendorId',
  ]),
};
