/** What one stable error code means and what to do about it. Rooms list theirs; `docs/errors.md` is printed from the lists. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
}

export type ErrorCatalogue = Readonly<Record<string, ErrorEntry>>;

/**
 * An expected "no": a value to be handed on, never thrown.
 *
 * `code` is stable and documented, `message` says what was wrong and where, `remedy` what to do next.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: true;
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
}

/** Gives a room its own `refuse`, which only takes the codes of that room's catalogue. */
export function refusalsOf<Catalogue extends ErrorCatalogue>(catalogue: Catalogue) {
  return function refuse<Code extends keyof Catalogue & string>(code: Code, message?: string): Refusal<Code> {
    const entry = catalogue[code] as ErrorEntry;
    return { refused: true, code, message: message ?? entry.meaning, remedy: entry.remedy };
  };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
}

/** A broken machine, a broken file, a broken setting: what cannot be answered with a value. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;
  readonly remedy: string;
  /** True when the same call may succeed later: the disk is full, the server is away. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { remedy: string; retryable?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.retryable = options.retryable ?? false;
  }
}

/** Gives a room its own `fault`, which only takes the codes of that room's catalogue. */
export function faultsOf<Catalogue extends ErrorCatalogue>(catalogue: Catalogue) {
  return function fault<Code extends keyof Catalogue & string>(
    code: Code,
    message?: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ): Fault {
    const entry = catalogue[code] as ErrorEntry;
    return new Fault(code, message ?? entry.meaning, { remedy: entry.remedy, ...options });
  };
}
