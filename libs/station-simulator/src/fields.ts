import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';

/** A call of the platform that cannot be understood; becomes a CALLERROR in the spelling of the version. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  readonly violation: 'occurrence' | 'type';

  constructor(violation: 'occurrence' | 'type', message: string) {
    super(message);
    this.violation = violation;
  }
}

/** Reads the fields of a payload; what is missing or of the wrong type throws {@link Malformed}. */
export class Fields {
  readonly #payload: JsonObject;

  constructor(payload: JsonObject) {
    this.#payload = payload;
  }

  get wire(): JsonObject {
    return this.#payload;
  }

  raw(name: string): Json | undefined {
    return this.#payload[name] ?? undefined;
  }

  text(name: string): string {
    return present(name, this.optionalText(name));
  }

  optionalText(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    throw new Malformed('type', `${name} must be a string`);
  }

  integer(name: string): number {
    return present(name, this.optionalInteger(name));
  }

  optionalInteger(name: string): number | undefined {
    const value = this.optionalNumber(name);
    if (value === undefined || Number.isInteger(value)) return value;
    throw new Malformed('type', `${name} must be an integer`);
  }

  number(name: string): number {
    return present(name, this.optionalNumber(name));
  }

  optionalNumber(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    throw new Malformed('type', `${name} must be a number`);
  }

  optionalDate(name: string): Date | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const date = new Date(text);
    if (Number.isNaN(date.getTime())) throw new Malformed('type', `${name} must be a date and time`);
    return date;
  }

  object(name: string): Fields {
    return present(name, this.optionalObject(name));
  }

  optionalObject(name: string): Fields | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (isJsonObject(value)) return new Fields(value);
    throw new Malformed('type', `${name} must be an object`);
  }

  objects(name: string): Fields[] {
    return present(name, this.optionalObjects(name));
  }

  optionalObjects(name: string): Fields[] | undefined {
    return this.optionalList(name)?.map((item) => {
      if (isJsonObject(item)) return new Fields(item);
      throw new Malformed('type', `${name} must be a list of objects`);
    });
  }

  optionalTexts(name: string): string[] | undefined {
    return this.optionalList(name)?.map((item) => {
      if (typeof item === 'string') return item;
      throw new Malformed('type', `${name} must be a list of strings`);
    });
  }

  optionalList(name: string): Json[] | undefined {
    const value = this.raw(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw new Malformed('type', `${name} must be a list`);
  }
}

function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new Malformed('occurrence', `${name} is missing`);
  return value;
}
