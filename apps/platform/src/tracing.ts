import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import { isSpanContextValid, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Span as OtelSpan, SpanContext, Tracer as OtelTracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Span, SpanAttributes, SpanStart, Tracer } from '@wattledger/kernel';
import type { TracingSettings } from './tracing-settings.ts';
import { PLATFORM_VERSION } from './version.ts';

/** A tracer, and the end of it: what was traced is sent before it closes. */
export interface OpenedTracer {
  readonly tracer: Tracer;
  close(): Promise<void>;
}

/** Spans of this process wait so long to be sent together. Beyond 2,048 in waiting they are dropped: stations never wait for a collector. */
const SEND_AFTER_MS = 1_000;

/** The one place that knows OpenTelemetry. */
export function openTracer({ url, share }: TracingSettings, roles: Iterable<string>): OpenedTracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'wattledger',
      'service.version': PLATFORM_VERSION,
      'service.instance.id': `${hostname()}:${process.pid}`,
      'wattledger.roles': [...roles].join(','),
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${url.replace(/\/$/, '')}/v1/traces` }),
        scheduledDelayMillis: SEND_AFTER_MS,
      }),
    ],
  });
  return {
    tracer: new OpenTelemetryTracer(provider.getTracer('wattledger', PLATFORM_VERSION)),
    // A collector that is away keeps no platform from closing.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

class OpenTelemetryTracer implements Tracer {
  private readonly tracer: OtelTracer;
  private readonly spans = new AsyncLocalStorage<Span | undefined>();

  constructor(tracer: OtelTracer) {
    this.tracer = tracer;
  }

  start(name: string, { parent, links = [], startedAt, attributes }: SpanStart = {}): Span | undefined {
    const from = parent === undefined ? undefined : contextIn(parent);
    const linked = links.map(contextIn).filter((context) => context !== undefined);
    const options = {
      attributes,
      links: linked.map((context) => ({ context })),
      ...(startedAt !== undefined && { startTime: startedAt }),
    };
    const span = this.tracer.startSpan(name, options, from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT);
    return span.isRecording() ? new OpenTelemetrySpan(this.tracer, span) : undefined;
  }

  within<Result>(span: Span | undefined, work: () => Result): Result {
    return span ? this.spans.run(span, work) : work();
  }

  current(): Span | undefined {
    return this.spans.getStore();
  }
}

class OpenTelemetrySpan implements Span {
  private readonly tracer: OtelTracer;
  private readonly span: OtelSpan;
  private readonly context: Context;

  constructor(tracer: OtelTracer, span: OtelSpan) {
    this.tracer = tracer;
    this.span = span;
    this.context = trace.setSpan(ROOT_CONTEXT, span);
  }

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  child(name: string, attributes?: SpanAttributes): Span {
    return new OpenTelemetrySpan(this.tracer, this.tracer.startSpan(name, { attributes }, this.context));
  }

  note(attributes: SpanAttributes): void {
    this.span.setAttributes(attributes);
  }

  end(failure?: string): void {
    if (!this.span.isRecording()) return;
    if (failure !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    this.span.end();
  }
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** `undefined` for a text that is none. */
function contextIn(traceparent: string): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent) ?? [];
  const context = { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}
