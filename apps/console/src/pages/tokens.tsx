import { DriverTabs } from '../components/driver-tabs.tsx';
import { ChoiceFilter, Filters } from '../components/filters.tsx';
import { TokenTable } from '../components/token-table.tsx';
import type { TokenStatus } from '../graphql/tokens.ts';
import { to } from '../route.ts';
import { goQuietly } from '../use-route.ts';

const statuses: readonly (readonly [TokenStatus | '', string])[] = [
  ['', 'any'],
  ['ACTIVE', 'active'],
  ['BLOCKED', 'blocked'],
  ['REVOKED', 'revoked'],
];

/** Cards, fobs and contracts that were issued. */
export function TokensPage({ search }: { readonly search: URLSearchParams }) {
  const status = statuses.find(([name]) => name === search.get('status'))?.[0] ?? '';
  return (
    <>
      <h1>Tokens</h1>
      <DriverTabs here="tokens" />
      <Filters>
        <ChoiceFilter
          label="Status"
          value={status}
          choices={statuses}
          onChange={(value) => goQuietly(to.tokens({ status: value }))}
        />
      </Filters>
      <TokenTable key={status} filter={status ? { statuses: [status] } : {}} />
    </>
  );
}
