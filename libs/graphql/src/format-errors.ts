import { randomUUID } from 'node:crypto';
import { Fault } from '@wattledger/kernel';
import { GraphQLError } from 'graphql';
import type { ErrorLog } from './collaborators.ts';
import { ApiError, graphqlErrors } from './errors.ts';
import type { GraphqlErrorCode } from './errors.ts';

/** What the caller is told, and the HTTP status of the answer. */
export interface ToldErrors {
  readonly statusCode: number;
  readonly errors: readonly GraphQLError[];
}

/** Fastify's and Mercurius's own refusals carry the status they deserve, and the reasons for it. */
interface RefusedRequest extends Error {
  readonly statusCode?: number;
  readonly errors?: readonly Error[];
}

interface Told {
  readonly error: GraphQLError;
  readonly statusCode: number;
}

const statusOf: Readonly<Partial<Record<GraphqlErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  METHOD_NOT_ALLOWED: 405,
  MEDIA_TYPE_UNSUPPORTED: 415,
  RATE_LIMITED: 429,
  PROVIDER_UNREACHABLE: 503,
};

/** What reading rows says while there are none to be had. */
const UNAVAILABLE: ReadonlySet<string> = new Set(['rows-unreachable', 'rows-outdated']);
const isUnavailable = (cause: Error): boolean => cause instanceof Fault && UNAVAILABLE.has(cause.code);
const readModelsUnavailable = [
  graphqlErrors.READ_MODELS_UNAVAILABLE.meaning,
  { code: 'READ_MODELS_UNAVAILABLE', remedy: graphqlErrors.READ_MODELS_UNAVAILABLE.remedy, retryable: true },
  503,
] as const;

/**
 * Tells expected errors as they are. Whatever else went wrong is written down under an id, and only the id is told: messages of
 * unexpected errors may hold anything.
 */
export function tellErrors(errors: readonly Error[], log: ErrorLog): ToldErrors {
  const told = errors.flatMap((error) => tellParts(error, log));
  return { statusCode: Math.max(200, ...told.map(({ statusCode }) => statusCode)), errors: told.map(({ error }) => error) };
}

const causeOf = (error: Error): RefusedRequest => (error instanceof GraphQLError ? (error.originalError ?? error) : error);

/** A refused request may carry several reasons. */
function tellParts(error: Error, log: ErrorLog): Told[] {
  const cause = causeOf(error);
  if (!Array.isArray(cause.errors) || cause.errors.length === 0 || !isRefused(cause)) return [tell(error, log)];
  return cause.errors.map((reason) => tell(reason, log, cause.statusCode));
}

/** @param refusedWith the status of the refusal that the error is a reason for */
function tell(error: Error, log: ErrorLog, refusedWith?: number): Told {
  const { nodes, path } = error instanceof GraphQLError ? error : {};
  const told = (message: string, extensions: Readonly<Record<string, unknown>>, statusCode: number): Told => ({
    error: new GraphQLError(message, { nodes, path, extensions }),
    // With a path the request was served, and only a field of it was not: draft "GraphQL over HTTP", section 6.4.1.
    statusCode: path ? 200 : statusCode,
  });
  const cause = causeOf(error);
  if (isUnavailable(cause)) return told(...readModelsUnavailable);
  if (cause instanceof ApiError) return told(cause.message, cause.extensions, statusOf[cause.extensions.code] ?? 400);
  if (refusedWith !== undefined || (isRefused(cause) && !isOurFault(cause, path))) {
    const own = cause instanceof GraphQLError ? cause.extensions : {};
    const { remedy } = graphqlErrors.REQUEST_INVALID;
    return told(cause.message, { code: 'REQUEST_INVALID', remedy, ...own }, refusedWith ?? cause.statusCode ?? 400);
  }
  const errorId = randomUUID();
  log.error({ err: cause, errorId, path }, 'a GraphQL request failed');
  const { meaning, remedy } = graphqlErrors.INTERNAL_ERROR;
  return told(meaning, { code: 'INTERNAL_ERROR', remedy, errorId }, 500);
}

/** Syntax, validation, coercion of variables, an unreadable or oversized body: the caller's to mend. */
const isRefused = (cause: RefusedRequest): boolean =>
  cause instanceof GraphQLError ||
  isValidationOfBody(cause) ||
  (cause.statusCode !== undefined && cause.statusCode >= 400 && cause.statusCode < 500);

/**
 * GraphQL's own errors of a field that was being answered: a value that its type cannot show. Only an argument may still turn
 * out to be wrong then, where a variable leaves out what the argument needs; all such messages of graphql-js, and of the
 * compiler, which tells errors apart by nothing else, begin alike.
 */
const isOurFault = (cause: Error, path: GraphQLError['path']): boolean =>
  path !== undefined && cause instanceof GraphQLError && !cause.message.startsWith('Argument "');

/** Fastify's verdict on the form of the body or the query string. */
const isValidationOfBody = (cause: object): boolean => 'validation' in cause;
