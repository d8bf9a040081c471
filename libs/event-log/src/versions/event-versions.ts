import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { eventLogFault } from '../errors.ts';

/** Leads from one form of an event's data to the next. Pure, and kept for ever: what was once written in the old form is never rewritten. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** By form of event: the first of a list leads from version 1 to version 2, the second from there to version 3, and so on. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** The form that all OCPP messages share: the payload as the protocol has it, personal values sealed. */
export const MESSAGE_FORM = 'OcppMessage';

/** Which form an event's data has: that of its type, or of messages where it records one. */
export const formOf = (type: string, kind: string | undefined): string => (kind === undefined ? type : MESSAGE_FORM);

/** In which version each form is written now, and how what was written in older ones is read. */
export class EventVersions {
  private readonly upcasters: ReadonlyMap<string, readonly Upcaster[]>;

  constructor(upcasters: Upcasters) {
    this.upcasters = new Map(Object.entries(upcasters));
  }

  /** The version in which new events of a form are written: 1 until its form is changed for the first time. */
  current(form: string): number {
    return 1 + (this.upcasters.get(form)?.length ?? 0);
  }

  /** How often any form was raised so far: whoever has read events with another number may have read them otherwise. */
  get raised(): number {
    return [...this.upcasters.values()].reduce((sum, { length }) => sum + length, 0);
  }

  isNewer(form: string, version: number): boolean {
    return version > this.current(form);
  }

  /**
   * Brings data to the form of today.
   *
   * @throws Fault `event-from-newer-version`
   */
  upcast(form: string, version: number, data: Json): Json {
    if (this.isNewer(form, version)) {
      throw eventLogFault(
        'event-from-newer-version',
        `${form} was written in version ${version} of its form; this version of the platform reads up to ${this.current(form)}.`,
      );
    }
    const steps = this.upcasters.get(form)?.slice(version - 1) ?? [];
    return steps.length > 0 && isJsonObject(data) ? steps.reduce((older, step) => step(older), data) : data;
  }
}
