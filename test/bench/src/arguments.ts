import { parseArgs } from 'node:util';

/** The command line as `--name value` pairs, read with a default each; a wrong one ends the program with a sentence. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(names: readonly string[], switches: readonly string[] = []) {
    const options = Object.fromEntries([
      ...names.map((name) => [name, { type: 'string' }] as const),
      ...switches.map((name) => [name, { type: 'boolean' }] as const),
    ]);
    this.#values = parseArgs({ options, strict: true }).values;
  }

  text(name: string, otherwise: string): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : otherwise;
  }

  isSet(name: string): boolean {
    return this.#values[name] === true;
  }

  number(name: string, otherwise: number): number {
    return positive(name, this.text(name, String(otherwise)));
  }

  /** Comma-separated. */
  numbers(name: string, otherwise: readonly number[]): number[] {
    return this.text(name, otherwise.join(','))
      .split(',')
      .map((text) => positive(name, text));
  }

  choices<T extends string>(name: string, allowed: readonly T[], otherwise: readonly T[] = allowed): T[] {
    return this.text(name, otherwise.join(','))
      .split(',')
      .map((text) => oneOf(name, text, allowed));
  }

  choice<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    return oneOf(name, this.text(name, otherwise), allowed);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not "${text}"`);
  return value;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new Error(`--${name} may be ${allowed.join(', ')}, not "${text}"`);
  return found;
}
