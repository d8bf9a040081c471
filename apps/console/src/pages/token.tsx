import { Actions } from '../components/actions.tsx';
import { Badge, StatusBadge } from '../components/badge.tsx';
import { DecisionList } from '../components/decision-list.tsx';
import { Measure, Measures } from '../components/measures.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { SessionTable } from '../components/session-table.tsx';
import { Time } from '../components/time.tsx';
import { WalletPanel } from '../components/wallet-panel.tsx';
import { tokenForms } from '../forms/token-forms.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { decisionList } from '../graphql/decisions.ts';
import { sessionList } from '../graphql/sessions.ts';
import { tokenDetails } from '../graphql/tokens.ts';
import type { Token } from '../graphql/tokens.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { usePresent } from '../graphql/use-present.ts';
import { to } from '../route.ts';

const RECENT = 8;

/** One token: what is known of it, and what was decided of it. A token that was never issued has only the latter. */
export function TokenPage({ id }: { readonly id: string }) {
  const { data, error, refresh, changed, awaited } = usePresent(tokenDetails, { id }, ({ token }) => token !== null);
  if (!data || awaited) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="the token" />;
  const { token } = data;
  return (
    <>
      <header className="page-head">
        <h1>
          Token <span className="identity">{token?.token ?? id}</span>
        </h1>
        {token && <StatusBadge status={token.status} />}
        {token?.masterPass && <Badge tone="warning">master pass</Badge>}
        {token?.label && <span className="muted">{token.label}</span>}
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      {token ? (
        <>
          <Actions label="What can be done with the token" forms={tokenForms(token)} onDone={changed} />
          <Facts token={token} />
          {token.accountId === null && <WalletPanel walletId={token.id} expected={false} />}
        </>
      ) : (
        <Empty title="This token was not issued here">
          <a href={to.tokens()}>See the tokens that were</a>
        </Empty>
      )}
      <History subject={id} />
    </>
  );
}

const places = ({ allowedAt }: Token): string =>
  allowedAt
    ? [allowedAt.stationIds, allowedAt.siteIds, allowedAt.groups].flatMap((names) => names ?? []).join(', ') || 'nowhere'
    : 'anywhere';

const Facts = ({ token }: { readonly token: Token }) => (
  <div className="card">
    <Measures>
      <Measure name="Kind">{token.type}</Measure>
      <Measure name="Account">{token.accountId ? <a href={to.driver(token.accountId)}>its account</a> : 'none'}</Measure>
      <Measure name="Good">{places(token)}</Measure>
      <Measure name="Good until">{token.expiresAt ? <Time at={token.expiresAt} /> : 'any time'}</Measure>
      <Measure name="Tariff">
        {token.tariffId ? <a href={to.tariff(token.tariffId)}>{token.tariffId}</a> : 'as its account'}
      </Measure>
      <Measure name="Group token">{token.groupToken ?? UNKNOWN}</Measure>
      <Measure name="Language">{token.language ?? UNKNOWN}</Measure>
      <Measure name="Sessions at once">{token.concurrentSessions ?? 'as the account says'}</Measure>
      <Measure name="Issued">
        <Time at={token.issuedAt} /> <span className="muted">by {token.issuedBy}</span>
      </Measure>
      <Measure name="Pseudonym">
        <span className="identity">{token.id}</span>
      </Measure>
    </Measures>
  </div>
);

function History({ subject }: { readonly subject: string }) {
  const sessions = useAnswer(sessionList, { filter: { tokenSubject: subject }, first: RECENT });
  const decisions = useAnswer(decisionList, { filter: { tokenSubject: subject, points: ['AUTHORIZE'] }, first: RECENT });
  return (
    <>
      <section>
        <h2>Newest sessions</h2>
        {sessions.error && <Problem error={sessions.error} onRetry={sessions.refresh} />}
        {sessions.data?.sessions.nodes.length === 0 && <Empty title="Nobody has charged with it yet" />}
        {sessions.data && sessions.data.sessions.nodes.length > 0 && <SessionTable sessions={sessions.data.sessions.nodes} />}
      </section>
      <section>
        <h2>Was it let in, and why?</h2>
        {decisions.error && <Problem error={decisions.error} onRetry={decisions.refresh} />}
        {decisions.data?.decisions.nodes.length === 0 && <Empty title="It was never shown" />}
        {decisions.data && <DecisionList decisions={decisions.data.decisions.nodes} withPlace />}
        <a href={to.decisions({ token: subject })}>All decisions about it</a>
      </section>
    </>
  );
}
