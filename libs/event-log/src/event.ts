import { parseJson } from '@wattledger/kernel';
import type { Instant, Json } from '@wattledger/kernel';
import type { StoredEvent } from './event-log.ts';
import { formOf } from './versions/event-versions.ts';
import { eventVersions } from './versions/upcasters.ts';

/** What the platform notes about every event, beside what happened. */
export interface EventMetadata {
  /** Of the form of `data`, see `versions/`; kept for ever as it was written. */
  readonly schemaVersion: number;
  readonly recordedAt: Instant;
  /** When the frame came in; absent for what did not come over a wire. */
  readonly receivedAt?: Instant;
  readonly direction?: 'fromStation' | 'toStation';
  readonly ocppVersion?: string;
  readonly action?: string;
  readonly kind?: string;
  readonly messageId?: string;
  /** Counts the connections of a station; the newest one is the only one that may write. */
  readonly connectionEpoch?: number;
  /** The first event of the exchange or command that this one belongs to. */
  readonly correlationId?: string;
  /** The event that made this one happen. */
  readonly causationId?: string;
  readonly commandId?: string;
  /** Who did it, where a person or a key did. */
  readonly actor?: string;
  /** The span in which it was recorded, where that is traced: W3C Trace Context, section 3.2. */
  readonly traceparent?: string;
  /** The payload to the letter, sealed, where JavaScript's objects and numbers cannot hold all that it says. */
  readonly exactPayload?: string;
  /** Where a message departs from its official schema, or from what a station should do. */
  readonly flags?: readonly string[];
  /** Of the stream's event before this one. */
  readonly previousHash: string;
  /** Base64url SHA-256 over this event and the previous hash; see `chain.ts`. */
  readonly hash: string;
}

/** The part of the envelope that whoever records an event decides. */
export type EventNotes = Omit<EventMetadata, 'schemaVersion' | 'recordedAt' | 'previousHash' | 'hash'>;

/** An event on its way into the ledger. `data` is JSON text, sealed already where it holds personal fields. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly notes: EventNotes;
}

/** A stored event, taken apart only when someone looks inside. */
export class RecordedEvent {
  readonly stored: StoredEvent;
  private knownMetadata: EventMetadata | undefined;
  private knownData: Json | undefined;

  constructor(stored: StoredEvent) {
    this.stored = stored;
  }

  get id(): string {
    return this.stored.id;
  }
  get stream(): string {
    return this.stored.stream;
  }
  get revision(): number {
    return this.stored.revision;
  }
  get position(): number {
    return this.stored.position;
  }
  get type(): string {
    return this.stored.type;
  }
  get metadata(): EventMetadata {
    this.knownMetadata ??= JSON.parse(this.stored.metadata) as EventMetadata;
    return this.knownMetadata;
  }
  /**
   * What happened, in the form of today whichever it was written in, 64-bit integers as `bigint`.
   *
   * @throws Fault `event-from-newer-version`, see {@link isOfNewerVersion}
   */
  get data(): Json {
    if (this.knownData === undefined) {
      const { schemaVersion, kind } = this.metadata;
      this.knownData = eventVersions.upcast(formOf(this.type, kind), schemaVersion, this.storedData);
    }
    return this.knownData;
  }
  /** What happened, in the form in which it was written. */
  get storedData(): Json {
    return parseJson(this.stored.data);
  }
  /** For people to look at: in the form of today, or as it was written where that is newer. */
  get shownData(): Json {
    return this.isOfNewerVersion ? this.storedData : this.data;
  }
  /** A newer version of the platform has written it, in a form that this one cannot read. */
  get isOfNewerVersion(): boolean {
    const { schemaVersion, kind } = this.metadata;
    return eventVersions.isNewer(formOf(this.type, kind), schemaVersion);
  }
}
