import { accessMatrix, accessRoles } from '@wattledger/graphql';
import { table } from './print.ts';

const headings = { query: 'Queries', mutation: 'Mutations', subscription: 'Subscriptions' } as const;

/** `docs/access-matrix.md` */
export function printAccessMatrix(): string {
  const matrix = accessMatrix();
  const sections = (['query', 'mutation', 'subscription'] as const).map((operation) => {
    const rows = matrix
      .filter((access) => access.operation === operation)
      .map(({ field, allowed }) => [`\`${field}\``, ...accessRoles.map((role) => (allowed.includes(role) ? 'yes' : ''))]);
    return `## ${headings[operation]}\n\n${table(['field', ...accessRoles], rows)}\n`;
  });
  return [
    '# Who may do what\n',
    'Every field at the roots of the GraphQL schema, and the roles that may use it. Printed from the code; do not edit. A specification',
    'calls each field with each role over HTTP and web sockets and holds the answers against this table. What no field names is closed.\n',
    '`none` is whoever comes without a key. Bearer tokens of an OpenID provider have the role that theirs is mapped to',
    '([api-security.md](api-security.md)). Fields that plugins add (`Query.<pluginId>`) name their own roles, and admin may use them all.\n',
    ...sections,
  ].join('\n');
}
