import { useState } from 'react';
import { walletForms } from '../forms/wallet-forms.ts';
import { money } from '../format/quantities.ts';
import { inWords } from '../format/words.ts';
import type { PageVariables } from '../graphql/document.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { walletDetails } from '../graphql/wallets.ts';
import type { Wallet, WalletMovement } from '../graphql/wallets.ts';
import { to } from '../route.ts';
import { Actions } from './actions.tsx';
import { ListPage } from './list-page.tsx';
import { Measure, Measures } from './measures.tsx';
import { Empty, Problem } from './notice.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Time } from './time.tsx';

const PAGE_SIZE = 15;
const AGAIN_EVERY_MS = 10_000;

interface Props {
  readonly walletId: string;
  /** Its holder pays ahead, so that an empty wallet matters. */
  readonly expected: boolean;
}

/** The credit of an account, or of a token without one, and every movement of it. */
export function WalletPanel({ walletId, expected }: Props) {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(walletDetails, { id: walletId, ...page }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  const wallet = data?.wallet ?? null;
  return (
    <section>
      <h2>Credit</h2>
      {data && <Actions label="Credit" forms={walletForms(walletId, wallet)} onDone={changed} />}
      {error && !data && <Problem error={error} onRetry={refresh} />}
      {data && !wallet && (
        <Empty title="No credit was ever added">{expected ? 'Until then the driver cannot charge.' : ''}</Empty>
      )}
      {wallet && (
        <>
          <Balance wallet={wallet} />
          <ListPage
            what="movements"
            size={PAGE_SIZE}
            page={wallet.movements}
            error={error}
            onRetry={refresh}
            onTurn={setPage}
            empty="Nothing has happened to it"
          >
            {(movements) => (
              <Table label="Movements, the newest first" rows={movements} columns={columns} keyOf={({ revision }) => revision} />
            )}
          </ListPage>
        </>
      )}
    </section>
  );
}

const Balance = ({ wallet }: { readonly wallet: Wallet }) => (
  <div className="card">
    <Measures>
      <Measure name="Available">
        <strong className="large">{money(wallet.available, wallet.currency)}</strong>
      </Measure>
      <Measure name="Reserved for sessions">{wallet.reserved}</Measure>
      <Measure name="Ever paid in">{wallet.credited}</Measure>
      <Measure name="Ever paid back">{wallet.withdrawn}</Measure>
      <Measure name="Spent">{wallet.spent}</Measure>
      {wallet.openSessions.map(({ sessionId, stationId, reserved }) => (
        <Measure key={sessionId} name="Charging now">
          <a href={to.session(sessionId)}>at {stationId}</a>
          {reserved && `, ${money(reserved, wallet.currency)} reserved`}
        </Measure>
      ))}
    </Measures>
  </div>
);

const columns: readonly Column<WalletMovement>[] = [
  { name: 'When', cell: ({ at }) => <Time at={at} /> },
  {
    name: 'What',
    cell: ({ kind, because }) => (
      <>
        {inWords(kind)}
        {because && <span className="muted"> ({inWords(because)})</span>}
      </>
    ),
  },
  { name: 'Amount', number: true, cell: ({ amount, currency }) => money(amount, currency) },
  { name: 'Charged', number: true, cell: ({ charged }) => charged },
  {
    name: 'For',
    cell: ({ reference, by, sessionId }) => (
      <>
        {reference}
        {by && <span className="muted"> by {by}</span>}
        {sessionId && <a href={to.session(sessionId)}>its session</a>}
      </>
    ),
  },
];
