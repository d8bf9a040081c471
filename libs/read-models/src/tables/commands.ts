import type { Command } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import type { Reading } from '@wattledger/ocpp';
import { table } from '@wattledger/projections';

export const commandStatuses = [
  /** Waits to be sent. */
  'requested',
  /** On the station's wire; its answer is awaited. */
  'sent',
  /** The station will do it, or has done it. */
  'accepted',
  /** The station said no: `answer` says how. */
  'rejected',
  /** The station answered with a CALLERROR: `errorCode` and `errorDescription`. */
  'failed',
  /** The station did not answer in time, or lost its connection before it did. */
  'unanswered',
  /** Not sent before its time was over. */
  'expired',
  /** The platform would not send it: `errorCode` and `errorDescription`. */
  'refused',
] as const;
export type CommandStatus = (typeof commandStatuses)[number];

/** What a station measured because a command asked for it. */
export interface CommandReading {
  readonly at: Instant;
  readonly evseId: number;
  readonly connectorId: number;
  readonly sessionId?: string;
  readonly readings: readonly Reading[];
}

/** A command and what became of it. */
export interface CommandRow {
  readonly commandId: string;
  readonly stationId: string;
  readonly name: string;
  readonly command: Command;
  readonly status: CommandStatus;
  readonly requestedBy: string;
  readonly reason?: string;
  readonly idempotencyKey?: string;
  readonly waitForStation: boolean;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
  /** The call that was sent for it. */
  readonly action?: string;
  readonly messageId?: string;
  readonly sentAt?: Instant;
  readonly answeredAt?: Instant;
  /** When nothing more can come of it; a battery request that was accepted is done with its reading. */
  readonly doneAt?: Instant;
  /** The payload of the station's answer. */
  readonly answer?: JsonObject;
  /** The `status` in the answer, where it has one. */
  readonly answerStatus?: string;
  readonly errorCode?: string;
  readonly errorDescription?: string;
  /** `RequestBatteryStatus` only. */
  readonly reading?: CommandReading;
  /** Where the log says so: of the request, and of the newest event that counts here. */
  readonly requestedPosition: number;
  readonly updatedPosition: number;
}

export const commandsTable = table<CommandRow>({
  name: 'commands',
  columns: {
    commandId: 'text',
    stationId: 'text',
    name: 'text',
    command: 'json',
    status: 'text',
    requestedBy: 'text',
    reason: 'text?',
    idempotencyKey: 'text?',
    waitForStation: 'boolean',
    requestedAt: 'text',
    expiresAt: 'text',
    action: 'text?',
    messageId: 'text?',
    sentAt: 'text?',
    answeredAt: 'text?',
    doneAt: 'text?',
    answer: 'json?',
    answerStatus: 'text?',
    errorCode: 'text?',
    errorDescription: 'text?',
    reading: 'json?',
    requestedPosition: 'integer',
    updatedPosition: 'integer',
  },
  key: ['commandId'],
  indexes: [['stationId', 'requestedAt'], ['status', 'requestedAt'], ['requestedAt'], ['idempotencyKey']],
});
