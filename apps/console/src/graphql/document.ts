declare const answers: unique symbol;

/** GraphQL text that remembers what it answers with, and which variables it needs. */
export type Document<Data, Variables> = string & { readonly [answers]?: (variables: Variables) => Data };

/** What a document answers with. */
export type Answered<Asked> = Asked extends Document<infer Data, never> ? Data : never;

export type NoVariables = Record<never, never>;

/**
 * Types the text of an operation by hand. `documents.spec.ts` holds every text against the platform's schema.
 *
 * ```ts
 * const now = operation<{ platform: { now: string } }>('query Now { platform { now } }');
 * ```
 */
export const operation = <Data, Variables = NoVariables>(text: string): Document<Data, Variables> => text;

/** A list as the API hands it out, https://relay.dev/graphql/connections.htm. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

export interface PageInfo {
  readonly startCursor: string | null;
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const PAGE_INFO = 'pageInfo { startCursor endCursor hasNextPage hasPreviousPage }';

/** Which page of a list; nothing given is its first. */
export interface PageVariables {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** Why the platform did not do what was asked; every code is in docs/errors.md. */
export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What comes of a mutation. */
export type Result<Done> = Done | UserError;

export const isRefused = <Done extends object>(result: Result<Done>): result is UserError => 'remedy' in result;

/**
 * A mutation whose only field is called `result`, so that one dialog can read them all.
 *
 * ```ts
 * mutation<{ tokenId: string }, { tokenId: string }>('UnblockToken', '$tokenId: ID!', 'unblockToken(tokenId: $tokenId)', '... on TokenWritten { tokenId }');
 * ```
 *
 * @param variables as they are declared.
 * @param field with its arguments.
 * @param done what is asked of the result when it is done.
 * @param fragments that it uses.
 */
export const mutation = <Done extends object, Variables>(
  name: string,
  variables: string,
  field: string,
  done: string,
  fragments = '',
): Document<{ result: Result<Done> }, Variables> =>
  operation(`
    mutation ${name}(${variables}) {
      result: ${field} {
        __typename
        ${done}
        ... on UserError {
          code
          message
          remedy
        }
      }
    }
    ${fragments}
  `);
