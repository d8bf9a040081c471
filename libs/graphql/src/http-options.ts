import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Kind, Location, OperationTypeNode, parse } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Collaborators } from './collaborators.ts';
import { ApiError } from './errors.ts';
import { SearchBudget } from './events/search-budget.ts';
import { tellErrors } from './format-errors.ts';
import { RateLimitedMercuriusDriver } from './graphql.driver.ts';
import { checkComplexity } from './limits/complexity.ts';
import { limitRules } from './limits/limit-rules.ts';
import type { StrangerLimit } from './limits/stranger-limit.ts';
import { withPlugins } from './plugins/extend-schema.ts';
import type { TrustedProxies } from './request/address.ts';
import { authenticate, keyIn, nameOf } from './request/authentication.ts';
import type { Authenticated, Doors } from './request/authentication.ts';
import type { RequestContext } from './request/context.ts';
import { RequestTracing } from './request/request-tracing.ts';
import { Loaders } from './rows/loaders.ts';
import type { Rows } from './rows/rows.ts';
import { describeRoots } from './schema/describe-roots.ts';
import type { GraphqlSettings } from './settings.ts';

/** Who is let in, and how often those may knock who are not; shared with the web sockets. */
export interface Entrance {
  readonly doors: Doors;
  readonly strangers: StrangerLimit;
  readonly proxies: TrustedProxies;
}

const MINUTE_MS = 60_000;
/** Of whoever has no key: to log in, and nothing else. */
const STRANGERS_BYTES = 4_096;
/** When a provider that is away is worth another try. */
const PROVIDER_RETRY_SECONDS = 10;
const JSON_BODY = /^application\/json *(;|$)/i;

/**
 * How queries and mutations are answered over HTTP.
 *
 * In this order: the key is looked up before a byte of the body is read, whoever has none is counted by address and the others
 * by key, then the body is read, the query validated, measured, and executed.
 */
export function httpOptions(
  { errorLog, plugins, tracer }: Pick<Collaborators, 'errorLog' | 'plugins' | 'tracer'>,
  { doors, strangers, proxies }: Entrance,
  rows: Rows,
  settings: GraphqlSettings,
): MercuriusDriverConfig {
  const callers = new WeakMap<FastifyRequest, Authenticated>();
  const tracing = new RequestTracing(tracer);

  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Nothing that a page of another site can have a browser send without asking first (Fetch, "CORS-safelisted").
    reply.header('cache-control', 'no-store');
    if (request.method !== 'POST') {
      reply.header('allow', 'POST');
      throw new ApiError('METHOD_NOT_ALLOWED');
    }
    if (!JSON_BODY.test(request.headers['content-type'] ?? '')) throw new ApiError('MEDIA_TYPE_UNSUPPORTED');
    const who = await authenticate(doors, request.headers).catch((error: unknown) => {
      if (error instanceof ApiError && error.extensions.code === 'PROVIDER_UNREACHABLE')
        reply.header('retry-after', PROVIDER_RETRY_SECONDS);
      throw error;
    });
    if (who) return void callers.set(request, who);
    const staySeconds = strangers.knock(proxies.addressOf(request.raw));
    if (staySeconds !== undefined) {
      reply.header('retry-after', staySeconds);
      throw new ApiError('RATE_LIMITED');
    }
    reply.header('www-authenticate', 'Bearer');
    // Without a key a driver may log in, see `mustLogIn`; with one that is no good nothing is looked at.
    if (keyIn(request.headers) !== undefined || !isSmall(request)) throw new ApiError('UNAUTHENTICATED');
  };

  return {
    driver: RateLimitedMercuriusDriver,
    path: settings.path,
    autoSchemaFile: true,
    sortSchema: true,
    transformSchema: (schema: GraphQLSchema) => withPlugins(describeRoots(schema), plugins.extensions),
    graphiql: false,
    jit: settings.compileAfter,
    context: (request: FastifyRequest): RequestContext => ({
      ...callers.get(request),
      address: proxies.addressOf(request.raw),
      loaders: new Loaders(rows, true),
      searchBudget: new SearchBudget(settings.maxEventsSearched),
    }),
    validationRules: [...limitRules(settings)],
    hooks: {
      preParsing: (_schema: GraphQLSchema, source: string, context: object) => {
        if (isStranger(context)) mustLogIn(parsed(source), context);
      },
      preValidation: (_schema: GraphQLSchema, document: DocumentNode, context: object) => {
        mustBeParsed(document);
        mustLogIn(document, context);
      },
      preExecution: (schema: GraphQLSchema, document: DocumentNode, context: object, variables: Record<string, unknown>) => {
        mustLogIn(document, context);
        mustNotSubscribe(document);
        tracing.noteOperation(document);
        checkComplexity({ schema, document, variables }, settings);
      },
    },
    errorFormatter: ({ data, errors = [] }: ExecutionResult) => {
      const told = tellErrors(errors, errorLog);
      return { statusCode: told.statusCode, response: { data: data ?? null, errors: told.errors } };
    },
    additionalRouteOptions: {
      bodyLimit: settings.maxQueryBytes,
      preParsing: [async (request, reply, payload) => admit(request, reply).then(() => payload)],
      preHandler: tracing.begin,
      onResponse: tracing.end,
      config: {
        rateLimit: {
          hook: 'preParsing',
          max: settings.requestsPerMinute,
          timeWindow: MINUTE_MS,
          // Strangers were counted at the door.
          allowList: (request: FastifyRequest) => !callers.has(request),
          keyGenerator: (request: FastifyRequest) => {
            const who = callers.get(request);
            return who ? nameOf(who) : '';
          },
          errorResponseBuilder: () => new ApiError('RATE_LIMITED'),
        },
      },
    },
  };
}

const isStranger = (context: { readonly caller?: unknown; readonly driver?: unknown }): boolean =>
  context.caller === undefined && context.driver === undefined;

function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source);
  } catch {
    return undefined; // whoever has a key is told so by the one who parses it next
  }
}

const isSmall = ({ method, headers }: FastifyRequest): boolean =>
  method === 'POST' && Number(headers['content-length'] ?? Infinity) <= STRANGERS_BYTES;

/** Whoever has no key may ask for one thing: to be let in. What else is in the document would be answered, or explained, to anybody. */
function mustLogIn(document: DocumentNode | undefined, context: object): void {
  if (!isStranger(context)) return;
  const [only, ...others] = document?.definitions ?? [];
  const logsIn =
    only?.kind === Kind.OPERATION_DEFINITION &&
    others.length === 0 &&
    only.operation === OperationTypeNode.MUTATION &&
    only.selectionSet.selections.length === 1 &&
    only.selectionSet.selections.every((field) => field.kind === Kind.FIELD && field.name.value === 'logIn');
  if (!logsIn) throw new ApiError('UNAUTHENTICATED');
}

/** Mercurius also takes a syntax tree in place of a query. Nobody needs that, and graphql-js trusts trees. */
function mustBeParsed(document: DocumentNode | null): void {
  if (!(document?.loc instanceof Location)) throw new ApiError('REQUEST_INVALID', 'The query is not GraphQL.');
}

/** Executed as a query, a subscription would answer with nothing. */
function mustNotSubscribe(document: DocumentNode): void {
  const subscribes = document.definitions.some(
    (definition) => 'operation' in definition && definition.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (subscribes) throw new ApiError('REQUEST_INVALID', 'Subscriptions are answered over web sockets, on the same path.');
}
