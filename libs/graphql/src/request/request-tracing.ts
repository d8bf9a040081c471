import type { Span, Tracer } from '@wattledger/kernel';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { getOperationAST } from 'graphql';
import type { DocumentNode } from 'graphql';

/** One span per request that is sampled: what it records, such as a command, carries it on. */
export class RequestTracing {
  private readonly tracer: Tracer | undefined;
  private readonly spans = new WeakMap<FastifyRequest, Span>();

  /** @param tracer absent where nobody collects traces */
  constructor(tracer: Tracer | undefined) {
    this.tracer = tracer;
  }

  /** A hook: whoever was let in may hand over a trace of their own in `traceparent`. Everything behind it runs within the span. */
  readonly begin = (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const { traceparent: parent } = request.headers;
    const span = this.tracer?.start('request', typeof parent === 'string' ? { parent } : {});
    if (!this.tracer || !span) return done();
    this.spans.set(request, span);
    this.tracer.within(span, done);
  };

  /** A hook. */
  readonly end = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const span = this.tracer && this.spans.get(request);
    span?.note({ 'http.response.status_code': reply.statusCode });
    span?.end();
    done();
  };

  /** What is asked, by the names of its root fields: arguments stay where they are. */
  noteOperation(document: DocumentNode): void {
    const span = this.tracer?.current();
    const operation = span && getOperationAST(document);
    if (!operation) return;
    const fields = operation.selectionSet.selections.flatMap((each) => ('name' in each ? [each.name.value] : []));
    span.note({ 'graphql.operation.type': operation.operation, 'wattledger.fields': fields.slice(0, 10).join(' ') });
  }
}
