import { createHash, randomUUID } from 'node:crypto';
import { commandStream, platformData } from '@wattledger/charging';
import type { Command, PlatformEvents } from '@wattledger/charging';
import { emptyHead, newEvent } from '@wattledger/event-log';
import type { Ledger, Position, Sealer, SensitiveValue } from '@wattledger/event-log';
import { instantOf, parseJson, stringifyJson } from '@wattledger/kernel';
import type { Clock, JsonObject, Refusal } from '@wattledger/kernel';
import { ocppVersions, sensitiveValues } from '@wattledger/ocpp';
import { refuseCommand } from './errors.ts';

/** What someone asks for. */
export interface CommandRequest {
  readonly stationId: string;
  readonly command: Command;
  /** Who asks: the API key, or `cli`. */
  readonly requestedBy: string;
  /** Why, for whoever reads the history. */
  readonly reason?: string;
  /** After this the command is no longer sent. Default 300. */
  readonly expiresInSeconds?: number;
  /** Keeps the command until the station is back, instead of refusing it at once. Default false. */
  readonly waitForStation?: boolean;
  /** How long the station may take to answer. Default 30. */
  readonly answerTimeoutSeconds?: number;
  /** The same key with the same command gives the first command again, for ever. */
  readonly idempotencyKey?: string;
  /** The id of the command, where whoever asks has named it beforehand, see {@link commandIdOf}: taken once, as under a key. */
  readonly commandId?: string;
}

export interface TakenCommand {
  readonly commandId: string;
  /** True when the idempotency key was used before: nothing new happens. */
  readonly repeated: boolean;
  /** Where the request stands in the log; `undefined` when it was repeated. */
  readonly position?: Position;
}

/** No command may wait longer. */
export const LONGEST_EXPIRY_SECONDS = 30 * 24 * 3_600;
const LONGEST_TIMEOUT = 600;

/** Takes commands: an event in a stream of the command's own, which the gateway that holds the station picks up. */
export class CommandDesk {
  private readonly ledger: Ledger;
  private readonly sealer: Sealer;
  private readonly clock: Clock;

  constructor(ledger: Ledger, sealer: Sealer, clock: Clock) {
    this.ledger = ledger;
    this.sealer = sealer;
    this.clock = clock;
  }

  async request(request: CommandRequest): Promise<TakenCommand | Refusal> {
    const { expiresInSeconds = 300, answerTimeoutSeconds = 30, idempotencyKey, requestedBy } = request;
    if (!(expiresInSeconds >= 1 && expiresInSeconds <= LONGEST_EXPIRY_SECONDS)) return refuseCommand('command-expiry-invalid');
    if (!(answerTimeoutSeconds >= 1 && answerTimeoutSeconds <= LONGEST_TIMEOUT)) return refuseCommand('answer-timeout-invalid');

    // The key names the stream, so the log itself sees to it that a command is taken once.
    const commandId =
      request.commandId ?? (idempotencyKey === undefined ? randomUUID() : commandIdOf(requestedBy, idempotencyKey));
    const isNamed = request.commandId !== undefined || idempotencyKey !== undefined;
    // Nothing is sealed for what was asked for before: its secrets may be forgotten, and their key stays so.
    const earlier = isNamed ? await this.earlier(commandId, request) : undefined;
    if (earlier) return earlier;
    const requested = await this.sealed(commandId, request, expiresInSeconds, answerTimeoutSeconds);
    const outcome = await this.ledger.record(emptyHead(commandStream(commandId)), [
      newEvent('CommandRequested', requested, { commandId, actor: requestedBy }),
    ]);
    if (outcome.outcome === 'recorded') return { commandId, repeated: false, position: outcome.position };
    return (await this.earlier(commandId, request)) ?? refuseCommand('idempotency-key-reused');
  }

  /**
   * Tokens are sealed. What must never be stored in clear but has to reach the station, such as a new AuthorizationKey, is
   * sealed with a key of the command's own, which is destroyed when the command has ended: see {@link forgetSecrets}.
   */
  private async sealed(
    commandId: string,
    request: CommandRequest,
    expiresInSeconds: number,
    answerTimeoutSeconds: number,
  ): Promise<JsonObject> {
    const command = jsonOf(request.command);
    const { requestedBy, reason, idempotencyKey, stationId, waitForStation = false } = request;
    const toSeal = sensitiveIn(request.command).map(({ path, kind }): SensitiveValue => ({
      path,
      kind: 'personal',
      ...(kind === 'secret' && { owner: secretsOf(commandId) }),
    }));
    return {
      commandId,
      stationId,
      command: await this.sealer.sealPayload(command, toSeal),
      requestedBy,
      ...(reason !== undefined && { reason }),
      expiresAt: instantOf(new Date(this.clock().getTime() + expiresInSeconds * 1_000)),
      waitForStation,
      answerTimeoutSeconds,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
  }

  /** What was asked for before under this id; `undefined` where nothing was. */
  private async earlier(commandId: string, request: CommandRequest): Promise<TakenCommand | Refusal | undefined> {
    for await (const event of this.ledger.read(commandStream(commandId), { limit: 1 })) {
      const first = platformData('CommandRequested', event.data as JsonObject);
      const isSame = first.stationId === request.stationId && (await this.asksTheSame(first, request.command));
      return isSame ? { commandId, repeated: true } : refuseCommand('idempotency-key-reused');
    }
    return undefined;
  }

  /** A secret that was forgotten is any secret: nobody knows any more what it was. */
  private async asksTheSame(first: RequestedCommand, command: Command): Promise<boolean> {
    const [opened, asked] = [await openCommand(this.sealer, first), jsonOf(command)];
    if (stringifyJson(opened) === stringifyJson(asked)) return true;
    if (!holdsSecrets(this.sealer, { ...first, command: opened })) return false;
    const secrets = sensitiveIn(command).filter(({ kind }) => kind === 'secret');
    const [one, other] = await Promise.all([jsonOf(opened), asked].map((each) => this.sealer.sealPayload(each, secrets)));
    return stringifyJson(one) === stringifyJson(other);
  }
}

type RequestedCommand = PlatformEvents['CommandRequested'];

const jsonOf = (command: Command): JsonObject => parseJson(stringifyJson(command)) as JsonObject;

/** The command as it was asked for, to be carried out. */
export async function openCommand(sealer: Sealer, requested: RequestedCommand): Promise<Command> {
  return (await sealer.unsealPayload(requested.command as JsonObject)) as Command & JsonObject;
}

/** Destroys what the command held that must never be stored. Again is as good as once. */
export async function forgetSecrets(sealer: Sealer, requested: RequestedCommand): Promise<void> {
  if (holdsSecrets(sealer, requested)) await sealer.erase(secretsOf(requested.commandId));
}

/** Whether there is anything in it that {@link forgetSecrets} destroys, or has destroyed. */
export const holdsSecrets = (sealer: Sealer, { commandId, command }: RequestedCommand): boolean =>
  stringifyJson(command).includes(`sealed:${sealer.subjectOf(secretsOf(commandId))}:`);

const secretsOf = (commandId: string): string => `secrets of command ${commandId}`;

/** The id of the command that was asked for, or will be, under this key. */
export const commandIdOf = (requestedBy: string, key: string): string =>
  createHash('sha256').update(`${requestedBy}\n${key}`).digest('base64url').slice(0, 32);

function sensitiveIn(command: Command): readonly SensitiveValue[] {
  switch (command.name) {
    case 'StartSession':
      return [{ path: ['token'], kind: command.tokenType === 'KeyCode' ? 'secret' : 'personal' }];
    case 'ShowUserPrice':
      return [{ path: ['token'], kind: 'personal' }];
    case 'SetPassword':
      return [{ path: ['password'], kind: 'secret' }];
    case 'SetVariable':
      return isSecretVariable(command) ? [{ path: ['value'], kind: 'secret' }] : [];
    case 'SendLocalList':
      return command.entries.flatMap((_, index): SensitiveValue[] => [
        { path: ['entries', index, 'token'], kind: 'personal' },
        { path: ['entries', index, 'groupToken'], kind: 'personal' },
      ]);
    case 'SendCall':
      return inEveryVersion(command.action, command.payload).map(({ path, kind }) => ({ path: ['payload', ...path], kind }));
    default:
      return [];
  }
}

/** Both shapes in which the setting may go out are asked, so that what a version calls secret is secret in the log. */
function isSecretVariable({ variable, value }: Extract<Command, { name: 'SetVariable' }>): boolean {
  const changes = { key: variable.variable, value };
  const sets = {
    setVariableData: [
      { attributeValue: value, component: { name: variable.component ?? '' }, variable: { name: variable.variable } },
    ],
  };
  return inEveryVersion('ChangeConfiguration', changes).length > 0 || inEveryVersion('SetVariables', sets).length > 0;
}

const inEveryVersion = (action: string, payload: JsonObject): readonly SensitiveValue[] =>
  ocppVersions.flatMap((version) => sensitiveValues({ version, action, kind: 'call', payload }));
