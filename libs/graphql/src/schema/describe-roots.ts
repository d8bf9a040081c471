import type { GraphQLSchema } from 'graphql';

/** Describes the three types that NestJS makes of all resolvers together, and describes nowhere. */
export function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const roots = [
    [schema.getQueryType(), 'What can be asked, over HTTP. Rows follow the log by some milliseconds; events are the log itself.'],
    [
      schema.getMutationType(),
      'What can be done, over HTTP. Whatever a caller must expect to be told instead of its result is a member of the result.',
    ],
    [schema.getSubscriptionType(), 'What can be watched, over web sockets on the same path, by `graphql-transport-ws`.'],
  ] as const;
  for (const [type, description] of roots) if (type) type.description = description;
  return schema;
}
