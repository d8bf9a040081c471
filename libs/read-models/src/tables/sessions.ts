import type { SessionState } from '@wattledger/charging';
import { table } from '@wattledger/projections';

/** One charging session, whatever OCPP version reported it: the domain's session and the station it belongs to. */
export interface SessionRow extends SessionState {
  readonly sessionId: string;
  readonly stationId: string;
}

export const sessionsTable = table<SessionRow>({
  name: 'sessions',
  columns: {
    sessionId: 'text',
    stationId: 'text',
    transactionId: 'text',
    evseId: 'integer?',
    connectorId: 'integer?',
    state: 'text',
    interruptedBecause: 'text?',
    startedAt: 'text?',
    endedAt: 'text?',
    updatedAt: 'text',
    durationSeconds: 'real?',
    token: 'text?',
    tokenSubject: 'text?',
    tokenType: 'text?',
    stopToken: 'text?',
    meterStartWh: 'real?',
    meterStartFrom: 'text?',
    meterStartAt: 'text?',
    readingsBaseWh: 'real?',
    meterLatestWh: 'real?',
    meterLatestAt: 'text?',
    meterStopWh: 'real?',
    meterStopFrom: 'text?',
    energyWh: 'real?',
    powerW: 'real?',
    powerAt: 'text?',
    socStart: 'real?',
    socStartAt: 'text?',
    socLatest: 'real?',
    socLatestAt: 'text?',
    stopReason: 'text?',
    startTrigger: 'text?',
    stopTrigger: 'text?',
    chargingState: 'text?',
    chargingStateAt: 'text?',
    offline: 'boolean',
    reservationId: 'integer?',
    remoteStartId: 'integer?',
    costAmount: 'text?',
    costCurrency: 'text?',
    announcedCost: 'real?',
    signed: 'boolean',
    startPosition: 'integer?',
    startEventId: 'text?',
    endPosition: 'integer?',
    endEventId: 'text?',
  },
  key: ['sessionId'],
  indexes: [
    ['stationId', 'startedAt'],
    ['stationId', 'state'],
    ['state', 'startedAt'],
    ['startedAt'],
    ['tokenSubject', 'startedAt'],
    ['endedAt'],
  ],
});
