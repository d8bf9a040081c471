import type { FactSource } from '@wattledger/charging';
import { commandsTable } from '../tables/commands.ts';
import type { CommandRow } from '../tables/commands.ts';
import { readModel } from './read-model.ts';

/** What an answer can still change: a command that is over stays as it ended. */
const isOpen = ({ status }: CommandRow): boolean => status === 'requested' || status === 'sent';

const next = (row: CommandRow, source: FactSource, changes: Partial<CommandRow>): CommandRow => ({
  ...row,
  ...changes,
  updatedPosition: source.position,
});

/** Commands from their request to what came of them. */
export const commands = readModel<CommandRow>({
  name: 'commands',
  version: 1,
  table: commandsTable,
  key: (fact) => ('commandId' in fact ? fact.commandId : undefined),
  on: {
    CommandRequested: (row, fact, { receivedAt, position }) =>
      row ?? {
        commandId: fact.commandId,
        stationId: fact.stationId,
        name: fact.command.name,
        command: fact.command,
        status: 'requested',
        requestedBy: fact.requestedBy,
        reason: fact.reason,
        idempotencyKey: fact.idempotencyKey,
        waitForStation: fact.waitForStation,
        requestedAt: receivedAt,
        expiresAt: fact.expiresAt,
        requestedPosition: position,
        updatedPosition: position,
      },

    CommandExpired: (row, _fact, source) =>
      row && row.status === 'requested' ? next(row, source, { status: 'expired', doneAt: source.receivedAt }) : row,

    CommandRefused: (row, { code, message }, source) =>
      row && isOpen(row)
        ? next(row, source, { status: 'refused', errorCode: code, errorDescription: message, doneAt: source.receivedAt })
        : row,

    CommandSent: (row, { action, messageId }, source) =>
      row && isOpen(row) ? next(row, source, { status: 'sent', action, messageId, sentAt: source.receivedAt }) : row,

    CommandAnswered: (row, { accepted, answer, answerStatus, awaitsReading }, source) =>
      row && isOpen(row)
        ? next(row, source, {
            status: accepted ? 'accepted' : 'rejected',
            answer,
            answerStatus,
            answeredAt: source.receivedAt,
            doneAt: awaitsReading ? undefined : source.receivedAt,
          })
        : row,

    CommandFailed: (row, { errorCode, errorDescription }, source) =>
      row && isOpen(row)
        ? next(row, source, {
            status: 'failed',
            errorCode,
            errorDescription,
            answeredAt: source.receivedAt,
            doneAt: source.receivedAt,
          })
        : row,

    CommandUnanswered: (row, _fact, source) =>
      row && isOpen(row) ? next(row, source, { status: 'unanswered', doneAt: source.receivedAt }) : row,

    CommandReadingTaken: (row, { at, evseId = 0, connectorId = 0, sessionId, readings }, source) =>
      row && next(row, source, { reading: { at, evseId, connectorId, sessionId, readings }, doneAt: source.receivedAt }),
  },
});
