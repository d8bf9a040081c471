import { kilowattHours, kilowatts } from '../format/quantities.ts';
import { duration } from '../format/times.ts';
import { inWords } from '../format/words.ts';
import type { CostPeriod } from '../graphql/costs.ts';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Time } from './time.tsx';

const columns: readonly Column<CostPeriod>[] = [
  { name: 'From', cell: ({ from }) => <Time at={from} /> },
  { name: 'For', cell: ({ from, until }) => duration((Date.parse(until) - Date.parse(from)) / 1000) },
  { name: 'State', cell: ({ state }) => inWords(state) },
  { name: 'Mean power', number: true, cell: ({ powerW }) => kilowatts(powerW) },
  { name: 'Energy', number: true, cell: ({ energyWh }) => kilowattHours(energyWh) },
];

/** The stretches by which a session was priced. There may be hundreds. */
export function CostPeriods({ periods }: { readonly periods: readonly CostPeriod[] }) {
  if (periods.length === 0) return null;
  return (
    <details>
      <summary>
        {periods.length === 1 ? '1 charging period' : `${periods.length} charging periods`} from its start to its end
      </summary>
      <div className="scrolled">
        <Table label="Charging periods" rows={periods} columns={columns} keyOf={({ from }) => from} />
      </div>
    </details>
  );
}
