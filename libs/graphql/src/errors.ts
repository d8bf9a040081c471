import { IntrinsicException } from '@nestjs/common';
import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/**
 * What stands in `errors[].extensions.code` when a request as a whole, or one of its fields, cannot be answered.
 *
 * What a mutation may expect to be told is no error but a member of its result, see `user-errors.type.ts`.
 */
export const graphqlErrors = {
  UNAUTHENTICATED: {
    meaning:
      'The request carries no API key and no token, or one that is unknown, revoked, expired or not meant for this platform.',
    remedy: 'Send the header `Authorization: Bearer <key>`; over a web socket, send it in the payload of connection_init.',
  },
  FORBIDDEN: {
    meaning: 'The role of this API key does not allow this.',
    remedy: 'Ask the administrator for a key with one of the roles that the message names.',
  },
  RATE_LIMITED: {
    meaning: 'This API key has sent too many requests, or too many came from this address without a good one.',
    remedy: 'Wait for the seconds in the header retry-after; use subscriptions instead of polling.',
  },
  PROVIDER_UNREACHABLE: {
    meaning: 'The OpenID provider cannot be asked for its keys, so bearer tokens cannot be checked now.',
    remedy: 'Try again after the seconds in the header retry-after, or use an API key.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'Only POST is answered here: what can be sent by a link or a form of another site is not.',
    remedy: 'Send the query as JSON in the body of a POST.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    meaning: 'The body is not declared as JSON. Browsers send other types for any site without asking first.',
    remedy: 'Send the header `content-type: application/json`.',
  },
  REQUEST_INVALID: {
    meaning: 'The request is no GraphQL request, is too large, or does not match the schema.',
    remedy: 'Correct what the message names; the schema is in schema.graphql and can be introspected.',
  },
  QUERY_TOO_DEEP: {
    meaning: 'The query nests too many levels of fields.',
    remedy: 'Split it into several queries.',
  },
  TOO_MANY_ROOT_FIELDS: {
    meaning: 'The operation has too many fields at its root, each alias counted.',
    remedy: 'Send several operations, or ask for many things by one field: filters take lists.',
  },
  QUERY_TOO_COMPLEX: {
    meaning: 'The query asks for too much at once; every list counts with its page size, searches and counts cost most.',
    remedy: 'Ask for smaller pages, for fewer fields of nested lists, or for fewer searches and totalCounts at once.',
  },
  PAGE_INVALID: {
    meaning: 'The arguments that choose a page contradict each other or are out of bounds.',
    remedy: 'Use `first` with `after`, or `last` with `before`.',
  },
  CURSOR_INVALID: {
    meaning: 'The cursor was not made by this query with this order.',
    remedy: 'Use a cursor from `edges` or `pageInfo` of the same field with the same `orderBy`.',
  },
  ARGUMENTS_INVALID: {
    meaning: 'The arguments of a field contradict each other.',
    remedy: 'Correct what the message names.',
  },
  SUBSCRIPTION_ONLY: {
    meaning: 'Queries and mutations are not answered over web sockets.',
    remedy: 'Send them over HTTP to the same path.',
  },
  PLUGIN_FAILED: {
    meaning: 'A plugin failed to answer one of the fields it has added to the schema.',
    remedy: 'The message says how; `plugin { health }` shows how the plugin fares. Ask again later.',
  },
  READ_MODELS_UNAVAILABLE: {
    meaning: 'The database of the read models cannot be reached, or they are still being made for this version of the platform.',
    remedy: 'Ask again in a few seconds: it is reached again by itself. /health/ready tells how it is.',
  },
  INTERNAL_ERROR: {
    meaning: 'Something broke in the platform.',
    remedy: 'Try again later; give the errorId to the operator, who finds the cause under it in the log.',
  },
} satisfies ErrorCatalogue;

export type GraphqlErrorCode = keyof typeof graphqlErrors;

export interface ApiErrorExtensions extends Record<string, unknown> {
  readonly code: GraphqlErrorCode;
  readonly remedy: string;
}

/** A request, or a field, that cannot be answered for a reason the caller can do something about. Told as it is, not logged. */
export class ApiError extends IntrinsicException {
  readonly extensions: ApiErrorExtensions;

  constructor(code: GraphqlErrorCode, message: string = graphqlErrors[code].meaning) {
    super(message);
    this.extensions = { code, remedy: graphqlErrors[code].remedy };
  }
}

/** What a mutation may answer instead of doing what was asked, beside the refusals of commands and access. */
export const requestErrors = {
  'station-unknown': {
    meaning: 'The log has never heard of this station.',
    remedy: 'Check the id; a station is known from its first connection on. List them with the query `stations`.',
  },
  'station-version-unknown': {
    meaning: 'It is not known yet which OCPP version the station speaks.',
    remedy: 'Ask again once it has connected.',
  },
  'session-unknown': {
    meaning: 'There is no such session.',
    remedy: 'Check the id; list sessions with the query `sessions`.',
  },
  'session-over': {
    meaning: 'The session has ended.',
    remedy: 'Nothing is left to do.',
  },
  'projection-not-parked': {
    meaning: 'The projection does not stand still, or there is none of that name.',
    remedy: 'Nothing is left to do; `platform { projection { parked { projection } } }` lists those that do.',
  },
  'projection-parked-again': {
    meaning: 'The projection was tried again and failed again; its rows are as they were.',
    remedy: 'The message names the event and the error. Run a version that can fold it, and try again.',
  },
  'projector-away': {
    meaning: 'No projector runs in this process, or it failed meanwhile.',
    remedy: 'Ask a process that has the role `projector`, or look into its log.',
  },
  'input-invalid': {
    meaning: 'An argument is missing, contradicts another or is out of bounds.',
    remedy: 'Correct what the message names.',
  },
} satisfies ErrorCatalogue;

export const refuseRequest = refusalsOf(requestErrors);
