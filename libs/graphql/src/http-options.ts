import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { ApiCaller } from '@wattledger/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Location, OperationTypeNode } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Collaborators } from './collaborators.ts';
import { ApiError } from './errors.ts';
import { SearchBudget } from './events/search-budget.ts';
import { tellErrors } from './format-errors.ts';
import { RateLimitedMercuriusDriver } from './graphql.driver.ts';
import { checkComplexity } from './limits/complexity.ts';
import { limitRules } from './limits/limit-rules.ts';
import { withPlugins } from './plugins/extend-schema.ts';
import { authenticate } from './request/authentication.ts';
import type { RequestContext } from './request/context.ts';
import { Loaders } from './rows/loaders.ts';
import type { Rows } from './rows/rows.ts';
import { describeRoots } from './schema/describe-roots.ts';
import type { GraphqlSettings } from './settings.ts';

const MINUTE_MS = 60_000;

/**
 * How queries and mutations are answered over HTTP.
 *
 * In this order: the key is looked up before a byte of the body is read, then its rate is counted, then the
 * body is read, the query validated, measured, and executed.
 */
export function httpOptions(
  { access, errorLog, plugins }: Collaborators,
  rows: Rows,
  settings: GraphqlSettings,
): MercuriusDriverConfig {
  const callers = new WeakMap<FastifyRequest, ApiCaller>();

  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await authenticate(access, request.headers);
    if (!caller) {
      reply.header('www-authenticate', 'Bearer');
      throw new ApiError('UNAUTHENTICATED');
    }
    callers.set(request, caller);
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
      caller: callers.get(request),
      loaders: new Loaders(rows, true),
      searchBudget: new SearchBudget(settings.maxEventsSearched),
    }),
    validationRules: [...limitRules(settings)],
    hooks: {
      preValidation: (_schema: GraphQLSchema, document: DocumentNode) => mustBeParsed(document),
      preExecution: (schema: GraphQLSchema, document: DocumentNode, _context: unknown, variables: Record<string, unknown>) => {
        mustNotSubscribe(document);
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
      config: {
        rateLimit: {
          hook: 'preParsing',
          max: settings.requestsPerMinute,
          timeWindow: MINUTE_MS,
          keyGenerator: (request: FastifyRequest) => callers.get(request)?.keyId ?? '',
          errorResponseBuilder: () => new ApiError('RATE_LIMITED'),
        },
      },
    },
  };
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
