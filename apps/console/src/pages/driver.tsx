import { Actions } from '../components/actions.tsx';
import { StatusBadge } from '../components/badge.tsx';
import { Measure, Measures } from '../components/measures.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Ago, Time } from '../components/time.tsx';
import { TokenTable } from '../components/token-table.tsx';
import { WalletPanel } from '../components/wallet-panel.tsx';
import { accountForms } from '../forms/driver-forms.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { accountDetails } from '../graphql/accounts.ts';
import type { Account } from '../graphql/accounts.ts';
import { usePresent } from '../graphql/use-present.ts';
import { to } from '../route.ts';

/** One driver: account, credit and tokens. */
export function DriverPage({ id }: { readonly id: string }) {
  const { data, error, refresh, changed, awaited } = usePresent(accountDetails, { id }, ({ account }) => account !== null);
  if (!data || awaited) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="the account" />;
  const { account } = data;
  if (!account) {
    return (
      <Empty title="There is no such account">
        Check the link, or <a href={to.drivers()}>see all accounts</a>.
      </Empty>
    );
  }
  return (
    <>
      <header className="page-head">
        <h1>{account.userName}</h1>
        <StatusBadge status={account.status} />
        {account.name && <span className="muted">{account.name}</span>}
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      <Actions label="What can be done with the account" forms={accountForms(account)} onDone={changed} />
      <Facts account={account} />
      <WalletPanel walletId={account.id} expected={account.prepaid} />
      <section>
        <h2>Tokens</h2>
        <TokenTable filter={{ accountIds: [account.id] }} accountId={account.id} />
      </section>
    </>
  );
}

const Facts = ({ account }: { readonly account: Account }) => (
  <div className="card">
    <Measures>
      <Measure name="Pays">{account.prepaid ? 'ahead, from credit' : 'afterwards'}</Measure>
      <Measure name="Tariff">
        {account.tariffId ? <a href={to.tariff(account.tariffId)}>{account.tariffId}</a> : 'what everybody pays'}
      </Measure>
      <Measure name="Group token">{account.groupToken ?? UNKNOWN}</Measure>
      <Measure name="Language">{account.language ?? UNKNOWN}</Measure>
      <Measure name="Sessions at once">{account.concurrentSessions ?? 'as the plugins say'}</Measure>
      <Measure name="Password">{account.hasPassword ? 'set' : 'not set'}</Measure>
      <Measure name="PIN">{account.hasPin ? 'set' : 'not set'}</Measure>
      <Measure name="Logged in">
        <Ago at={account.lastLogInAt} />
      </Measure>
      <Measure name="Opened">
        <Time at={account.openedAt} /> <span className="muted">by {account.openedBy}</span>
      </Measure>
      <Measure name="Account id">
        <span className="identity">{account.id}</span>
      </Measure>
    </Measures>
  </div>
);
