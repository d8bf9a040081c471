import { Inject, Injectable } from '@nestjs/common';
import type { ApiCaller } from '@wattledger/access';
import { sessionIdOf, stationStream } from '@wattledger/charging';
import type { Command } from '@wattledger/charging';
import { refuseCommand } from '@wattledger/commands';
import type { CommandDesk } from '@wattledger/commands';
import type { EventLog } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import { directionOf, ocppVersions, validate } from '@wattledger/ocpp';
import { sessionsTable, stationsTable } from '@wattledger/read-models';
import { COMMAND_DESK, EVENT_LOG, ROWS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import type { Rows } from '../rows/rows.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import type { CommandOptions, StopSessionArgs } from './command-request.args.ts';
import { CommandTaken } from './command-result.type.ts';
import { CommandRows } from './command-rows.ts';

const LONGEST_TEXT = 500;

/** Hands commands to the desk, once it is known that they make sense. */
@Injectable()
export class CommandTaker {
  private readonly desk: CommandDesk;
  private readonly rows: Rows;
  private readonly commandRows: CommandRows;
  private readonly log: EventLog;

  constructor(
    @Inject(COMMAND_DESK) desk: CommandDesk,
    @Inject(ROWS) rows: Rows,
    commandRows: CommandRows,
    @Inject(EVENT_LOG) log: EventLog,
  ) {
    this.desk = desk;
    this.rows = rows;
    this.commandRows = commandRows;
    this.log = log;
  }

  async take(
    stationId: string,
    command: Command | Refusal,
    options: CommandOptions,
    caller: ApiCaller,
  ): Promise<CommandTaken | UserError> {
    const refusal = isRefusal(command) ? command : (tooLong(options) ?? (await this.unknownStation(stationId)));
    if (refusal || isRefusal(command)) return userErrorOf(refusal ?? refuseRequest('input-invalid'));
    const { idempotencyKey, reason, expiresInSeconds, waitForStation, answerTimeoutSeconds } = options;
    const taken = await this.desk.request({
      stationId,
      command,
      requestedBy: caller.keyId,
      idempotencyKey: idempotencyKey ?? undefined,
      reason: reason ?? undefined,
      expiresInSeconds: expiresInSeconds ?? undefined,
      waitForStation: waitForStation ?? undefined,
      answerTimeoutSeconds: answerTimeoutSeconds ?? undefined,
    });
    if (isRefusal(taken)) return userErrorOf(taken);
    const { commandId, repeated } = taken;
    const row = await this.commandRows.byId(commandId);
    if (!row) throw new Error(`the command ${commandId} was recorded, but is not in the log`);
    return new CommandTaken({ commandId, repeated, command: row });
  }

  /** The transaction that is to be stopped; a session that has ended is not asked to. */
  async stop({
    sessionId,
    stationId,
    transactionId,
  }: StopSessionArgs): Promise<{ stationId: string; command: Command } | Refusal> {
    if (sessionId ? stationId || transactionId : !stationId || !transactionId) {
      return refuseRequest('input-invalid', 'Name either the session, or the station and its transaction.');
    }
    const id = sessionId ?? sessionIdOf(stationId ?? '', transactionId ?? '');
    const session = await this.rows.withKey(sessionsTable, [id]);
    if (session?.state === 'ended') return refuseRequest('session-over', `The session ${id} has ended.`);
    if (session) return { stationId: session.stationId, command: { name: 'StopSession', transactionId: session.transactionId } };
    // A transaction that the rows do not know yet may be running all the same.
    if (!stationId || !transactionId) return refuseRequest('session-unknown', `There is no session ${id}.`);
    return { stationId, command: { name: 'StopSession', transactionId } };
  }

  /** A call of the station's own OCPP version, held against its official schema. */
  async call(stationId: string, action: string, payload: JsonObject): Promise<Command | Refusal> {
    const row = await this.rows.withKey(stationsTable, [stationId]);
    const version = ocppVersions.find((known) => known === row?.ocppVersion);
    if (!version) return (await this.unknownStation(stationId)) ?? refuseRequest('station-version-unknown');
    const direction = directionOf(version, action);
    if (direction !== 'toStation' && direction !== 'both') {
      return refuseCommand('command-not-in-version', `OCPP ${version} has no call ${action} to a station.`);
    }
    const validation = validate(version, action, 'request', payload, { strict: true });
    if (validation.tier === 'unintelligible') return refuseCommand('payload-invalid', `${action} ${validation.description}`);
    return { name: 'SendCall', action, payload };
  }

  private async unknownStation(stationId: string): Promise<Refusal | undefined> {
    if (await this.rows.withKey(stationsTable, [stationId])) return undefined;
    for await (const _ of this.log.readStream(stationStream(stationId), { limit: 1 })) return undefined;
    return refuseRequest('station-unknown', `There is no station ${stationId}.`);
  }
}

function tooLong({ idempotencyKey, reason }: CommandOptions): Refusal | undefined {
  if (idempotencyKey === '') return refuseRequest('input-invalid', 'An idempotency key is not empty.');
  if ((idempotencyKey?.length ?? 0) > LONGEST_TEXT)
    return refuseRequest('input-invalid', `idempotencyKey has at most ${LONGEST_TEXT} characters.`);
  if ((reason?.length ?? 0) > LONGEST_TEXT)
    return refuseRequest('input-invalid', `reason has at most ${LONGEST_TEXT} characters.`);
  return undefined;
}
