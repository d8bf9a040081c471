/** What a span tells beside its name: ids and counts, never anything personal. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work in a trace that is kept. */
export interface Span {
  /** Names this span to whoever goes on with the work elsewhere: W3C Trace Context, section 3.2. */
  readonly traceparent: string;
  /** Begins a part of this work. */
  child(name: string, attributes?: SpanAttributes): Span;
  note(attributes: SpanAttributes): void;
  /** @param failure what went wrong, in the words of the platform; a second call does nothing */
  end(failure?: string): void;
}

export interface SpanStart {
  /** The `traceparent` of the work that this goes on with. */
  readonly parent?: string;
  /** The `traceparent`s of all work that this brings to an end together. */
  readonly links?: readonly string[];
  /** Where it began before now, in milliseconds since 1970. */
  readonly startedAt?: number;
  readonly attributes?: SpanAttributes;
}

/**
 * Tells how long the parts of some exchanges took, to whoever collects that.
 *
 * Where nobody does there is no tracer at all, and for work that is not sampled there is no span, so that each place that traces
 * costs the others a look at `undefined`.
 */
export interface Tracer {
  /** `undefined` for work that is not sampled. */
  start(name: string, from?: SpanStart): Span | undefined;
  /** Does the work so that, however deep in it, the span is the {@link current} one. */
  within<Result>(span: Span | undefined, work: () => Result): Result;
  current(): Span | undefined;
}
