import { randomUUID } from 'node:crypto';
import { stringifyJson } from '@wattledger/kernel';
import type { Instant, Json, JsonObject, Span } from '@wattledger/kernel';
import type { EventNotes, NewEvent, Sealer, SensitiveValue } from '@wattledger/event-log';
import { messageEventType, sensitiveValues } from '@wattledger/ocpp';
import type { MessageDirection, MessageKind, OcppVersion } from '@wattledger/ocpp';
import type { RememberedEvent } from './station-memory.ts';
import { patiently } from './patience.ts';
import { unknownValues } from './unknown-values.ts';

/** An event ready to be recorded, with its data at hand for the station's memory. */
export interface Recordable {
  readonly event: NewEvent;
  readonly data: Json;
}

/** A decision or another event of the platform's own, before it is sealed. */
export interface Decision {
  readonly type: string;
  readonly data: JsonObject;
  readonly sensitive?: readonly SensitiveValue[];
}

/** A message as it was, or will be, on the wire. */
export interface WireMessage {
  readonly version: OcppVersion;
  readonly direction: MessageDirection;
  readonly kind: MessageKind;
  readonly action: string;
  readonly messageId: string;
  readonly payload: JsonObject;
  /** The payload's JSON where it is printed already; `lossless` false when it holds more than `payload`. */
  readonly payloadText?: string;
  readonly lossless?: boolean;
}

/** No message of a sane station holds more personal values than this. */
const MOST_SEALED_ONE_BY_ONE = 64;

/** Turns what was said to and by one station, and what was decided, into events: personal values sealed, secrets removed. */
export class Scribe {
  private readonly sealer: Sealer;
  /** Whose key seals what nobody can tell the owner of. */
  private readonly owner: string;
  private readonly patienceMs: number;

  /** @param patienceSeconds how long it waits for keys that cannot be reached before it throws the Fault that says so */
  constructor(sealer: Sealer, stationId: string, patienceSeconds: number) {
    this.sealer = sealer;
    this.owner = `frames of ${stationId}`;
    this.patienceMs = patienceSeconds * 1_000;
  }

  /** A message as an event; at once, unless there is something to seal. */
  message(message: WireMessage, notes: EventNotes): Recordable | Promise<Recordable> {
    const { payload, payloadText, lossless = true } = message;
    const known = sensitiveValues(message);
    const unknown = notes.flags ? unknownValues(payload, notes.flags, this.owner) : [];
    if (known.length === 0 && unknown.length === 0 && lossless)
      return messageEvent(message, payload, payloadText ?? stringifyJson(payload), notes);
    return this.withKeys(() => this.sealed(message, unknown.length === 0 ? known : [...known, ...unknown], notes));
  }

  private async sealed(message: WireMessage, sensitive: readonly SensitiveValue[], notes: EventNotes): Promise<Recordable> {
    const { payload, payloadText, lossless = true } = message;
    const data = await this.sealer.sealPayload(payload, this.bounded(sensitive));
    // What parsing has lost (a member that came twice, a digit) may be personal, so the station's own text is sealed whole.
    const exactPayload = lossless || payloadText === undefined ? undefined : await this.sealer.seal(payloadText, this.owner);
    const text = data === payload && lossless && payloadText !== undefined ? payloadText : stringifyJson(data);
    return messageEvent(message, data, text, exactPayload === undefined ? notes : { ...notes, exactPayload });
  }

  /** Every value sealed costs a key; where a payload holds very many, the members that hold them are sealed whole. */
  private bounded(sensitive: readonly SensitiveValue[]): readonly SensitiveValue[] {
    if (sensitive.length <= MOST_SEALED_ONE_BY_ONE) return sensitive;
    const members = [...new Set(sensitive.map(({ path }) => path[0]))].filter((member) => member !== undefined);
    return members.map((member) => ({
      path: [member],
      kind: sensitive.some(({ path, kind }) => path[0] === member && kind === 'secret') ? 'secret' : 'personal',
      owner: this.owner,
    }));
  }

  async decision(decision: Decision, notes: EventNotes): Promise<Recordable> {
    const { type, data, sensitive } = decision;
    const sealed = sensitive ? await this.withKeys(() => this.sealer.sealPayload(data, sensitive)) : data;
    return platformEvent(type, sealed, notes);
  }

  /** A text that nobody could read is sealed whole: nobody knows what is in it. */
  async text(type: string, text: string, data: JsonObject, notes: EventNotes): Promise<Recordable> {
    return platformEvent(type, { ...data, text: await this.withKeys(() => this.sealer.seal(text, this.owner)) }, notes);
  }

  /** A payload as it was before it was sealed. */
  unseal(payload: Json): Promise<Json> {
    return this.withKeys(() => this.sealer.unsealPayload(payload));
  }

  private withKeys<Value>(work: () => Promise<Value>): Promise<Value> {
    return patiently(work, this.patienceMs);
  }
}

function messageEvent(message: WireMessage, data: JsonObject, text: string, notes: EventNotes): Recordable {
  const { version, direction, kind, action, messageId } = message;
  return {
    event: {
      id: randomUUID(),
      type: messageEventType(action, direction, kind),
      data: text,
      notes: { direction, ocppVersion: version, action, kind, messageId, ...notes },
    },
    data,
  };
}

export const platformEvent = (type: string, data: JsonObject, notes: EventNotes): Recordable => ({
  event: { id: randomUUID(), type, data: stringifyJson(data), notes },
  data,
});

export const remembered = ({ event, data }: Recordable, revision: number): RememberedEvent => ({
  type: event.type,
  revision,
  notes: event.notes,
  data,
});

/** Where and when a frame came in. */
export interface Reception {
  readonly receivedAt: Instant;
  readonly epoch: number;
  /** What becomes of the frame, where that is traced. */
  readonly span?: Span;
}
