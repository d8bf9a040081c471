import type { DecisionPoint, Question } from '@wattledger/charging';

/** What every question of {@link aQuestion} begins with. */
const atStation = {
  stationId: 'oak-street-1',
  ocppVersion: '2.0.1',
  at: '2026-05-04T12:00:00.000Z',
  station: { siteId: 'oak-street', groups: [], timeZone: 'UTC' },
} as const;

const startedAt = '2026-05-04T11:00:00.000Z';

const usual: { readonly [Point in DecisionPoint]: Question<Point> } = {
  admitStation: { ...atStation, vendor: 'Acme', model: 'One', serialNumber: 'A-1', firmwareVersion: '1.0.0' },
  authorize: { ...atStation, token: '04A2B3C4', tokenType: 'ISO14443', evseId: 1, connectorId: 1, purpose: 'present' },
  startSession: {
    ...atStation,
    transactionId: 'session-1',
    evseId: 1,
    connectorId: 1,
    startedAt,
    authorization: { status: 'Accepted' },
  },
  continueCharging: {
    ...atStation,
    session: {
      transactionId: 'session-1',
      evseId: 1,
      connectorId: 1,
      startedAt,
      updatedAt: atStation.at,
      seconds: 3_600,
      energyWh: 11_000,
      powerW: 11_000,
    },
    terms: {},
  },
  priceSession: {
    ...atStation,
    transactionId: 'session-1',
    startedAt,
    endedAt: atStation.at,
    energyWh: 11_000,
    periods: [{ from: startedAt, until: atStation.at, energyWh: 11_000, state: 'charging', powerW: 11_000 }],
    terms: {},
  },
  translateSettings: {
    ...atStation,
    setting: { name: 'maximumCurrent', amperes: 16, phases: 3, voltageV: 230 },
    evseId: 1,
    vendor: 'Acme',
    model: 'One',
    firmwareVersion: '1.0.0',
    variables: {},
  },
  answerDataTransfer: { ...atStation, vendorId: 'com.acme', messageId: 'hello', data: 'hi' },
};

/** One builder of questions for each decision point. */
export type QuestionBuilders = { readonly [Point in DecisionPoint]: (about?: Partial<Question<Point>>) => Question<Point> };

/** A question with nothing out of the ordinary in it, but for what is said. */
export const questionAt = <Point extends DecisionPoint>(point: Point, about: Partial<Question<Point>> = {}): Question<Point> => ({
  ...usual[point],
  ...about,
});

/**
 * Questions for specs: whatever is not said is usual.
 *
 *     aQuestion.authorize({ token: 'X', purpose: 'start' })
 *     aQuestion.priceSession({ energyWh: 17_690 })
 */
export const aQuestion: QuestionBuilders = {
  admitStation: (about) => questionAt('admitStation', about),
  authorize: (about) => questionAt('authorize', about),
  startSession: (about) => questionAt('startSession', about),
  continueCharging: (about) => questionAt('continueCharging', about),
  priceSession: (about) => questionAt('priceSession', about),
  translateSettings: (about) => questionAt('translateSettings', about),
  answerDataTransfer: (about) => questionAt('answerDataTransfer', about),
};

/**
 * A session on the way, for `continueCharging`.
 *
 *     aSession({ stateOfChargePercent: 81 })
 */
export const aSession = (
  about: Partial<Question<'continueCharging'>['session']> = {},
): Question<'continueCharging'>['session'] => ({
  ...usual.continueCharging.session,
  ...about,
});
