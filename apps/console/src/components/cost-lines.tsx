import { money } from '../format/quantities.ts';
import { asTitle } from '../format/words.ts';
import type { PriceLine, SessionCost } from '../graphql/costs.ts';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Time } from './time.tsx';

const columnsIn = (currency: string): readonly Column<PriceLine>[] => [
  {
    name: 'For',
    cell: ({ what, element }) => (
      <>
        {asTitle(what)}
        {element && <span className="muted"> ({element})</span>}
      </>
    ),
  },
  {
    name: 'When',
    cell: ({ from, until }) =>
      from === null ? null : (
        <>
          <Time at={from} /> to <Time at={until} />
        </>
      ),
  },
  { name: 'Quantity', number: true, cell: ({ quantity, unit }) => `${quantity} ${unit}` },
  { name: 'Each', number: true, cell: ({ unitPrice }) => unitPrice },
  { name: currency, number: true, cell: ({ amount }) => amount },
];

/** Where a price comes from. Amounts of lines are exact; only their sum is rounded. */
export function CostLines({ cost: { lines, taxes, amount, currency, pricesIncludeTax } }: { readonly cost: SessionCost }) {
  if (lines.length === 0) return null;
  return (
    <>
      <Table
        label="Lines of the price"
        rows={lines.map((line, index) => ({ ...line, index }))}
        columns={columnsIn(currency ?? 'Amount')}
        keyOf={({ index }) => index}
      />
      <dl className="sums">
        {taxes.map((tax) => (
          <div key={tax.name}>
            <dt>
              {tax.name} {tax.percent} %{pricesIncludeTax ? ', included' : ''}
            </dt>
            <dd>{money(tax.amount, currency)}</dd>
          </div>
        ))}
        <div>
          <dt>To be paid</dt>
          <dd>
            <strong>{money(amount, currency)}</strong>
          </dd>
        </div>
      </dl>
    </>
  );
}
