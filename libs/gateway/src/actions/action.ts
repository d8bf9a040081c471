import type { CertificateDesk } from '@wattledger/access';
import type { Ask, Command, Directory, DriverDesk, Wallets } from '@wattledger/charging';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { OcppVersion, Request, Response } from '@wattledger/ocpp';
import type { Action } from '@wattledger/ocpp';
import type { Decision } from '../exchange.ts';
import type { StationMemory } from '../station-memory.ts';

/** Where stations get their certificates. */
export type Certificates = Pick<CertificateDesk, 'judge' | 'issue'>;

/** What an action's file is handed: everything it needs, and nothing it could do harm with. */
export interface CallContext {
  readonly stationId: string;
  readonly version: OcppVersion;
  readonly now: Date;
  /** When the call came in. */
  readonly receivedAt: Instant;
  readonly ask: Ask;
  readonly directory: Directory;
  readonly wallets: Wallets;
  readonly drivers: DriverDesk;
  /** Where stations get their certificates. */
  readonly certificates: Certificates;
  /** The interval that stations are told at boot where nobody decides another. */
  readonly heartbeatSeconds: number;
  /** Read only; what is answered here is remembered once it is recorded. */
  readonly memory: StationMemory;
  readonly messageId: string;
  /** As the payload will be stored, to look up what was stored before. */
  readonly sealed: JsonObject;
  /** A value that was stored sealed, as it was before. */
  readonly unseal: (stored: Json) => Promise<Json>;
}

/** Something to ask of the station itself, once the exchange is recorded. The key makes it one command, however often it is asked. */
export interface StationErrand {
  readonly command: Command;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Work that an exchange leads to and that takes its time. A crash loses it: only for what the station asks for again by itself. */
export type Afterwards = () => Promise<void>;

/** What the platform says to a call: decisions are recorded with it, in the same append. */
export interface Answered<Reply> {
  readonly decided?: readonly Decision[];
  readonly reply: Reply;
  readonly errands?: readonly (StationErrand | Afterwards)[];
}

/** An action as the gateway runs it, its types checked where it is defined. */
export interface InboundAction {
  readonly name: string;
  readonly versions: readonly OcppVersion[];
  answer(request: JsonObject, context: CallContext): Answered<JsonObject> | Promise<Answered<JsonObject>>;
}

type Answer<Version extends OcppVersion, Name extends Action<Version>> = (
  request: Request<Version, Name>,
  context: CallContext,
) => Answered<Response<Version, Name>> | Promise<Answered<Response<Version, Name>>>;

/** An action of OCPP 1.6. */
export const action16 = <Name extends Action<'1.6'>>(name: Name, answer: Answer<'1.6', Name>): InboundAction =>
  inbound(name, ['1.6'], answer);

/** An action that 2.0.1 and 2.1 share; 2.1 only adds optional fields to it. */
export const action2 = <Name extends Action<'2.0.1'> & Action<'2.1'>>(name: Name, answer: Answer<'2.1', Name>): InboundAction =>
  inbound(name, ['2.0.1', '2.1'], answer);

/** An action that came with 2.1. */
export const action21 = <Name extends Action<'2.1'>>(name: Name, answer: Answer<'2.1', Name>): InboundAction =>
  inbound(name, ['2.1'], answer);

/** What stations of 2.1 tell without waiting for an answer: taken, and answered to nobody. */
export const send21 = (name: Action<'2.1'>): InboundAction =>
  inbound<JsonObject, JsonObject>(name, ['2.1'], () => ({ reply: {} }));

// The one place where a validated payload gets its type: `validate` has held it against the schema of this very action.
function inbound<Request, Reply>(
  name: string,
  versions: readonly OcppVersion[],
  answer: (request: Request, context: CallContext) => Answered<Reply> | Promise<Answered<Reply>>,
): InboundAction {
  return { name, versions, answer: answer as InboundAction['answer'] };
}
