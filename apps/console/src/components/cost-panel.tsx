import { money } from '../format/quantities.ts';
import type { EventPlace } from '../graphql/decisions.ts';
import type { SessionCost } from '../graphql/costs.ts';
import { to } from '../route.ts';
import { CostCorrections, correctionsOf } from './cost-corrections.tsx';
import { CostLines } from './cost-lines.tsx';
import { CostPeriods } from './cost-periods.tsx';
import { Measure, Measures } from './measures.tsx';
import { Time } from './time.tsx';

interface Props {
  readonly sessionId: string;
  readonly cost: SessionCost;
  /** The events that are known, by their ids. */
  readonly events: ReadonlyMap<string, EventPlace>;
}

/** What a session costs, line by line, and by which tariff. */
export function CostPanel({ sessionId, cost, events }: Props) {
  const event = events.get(cost.eventId);
  return (
    <div className="card">
      <Measures>
        <Measure name="To be paid">
          <strong className="large">{money(cost.amount, cost.currency)}</strong>
        </Measure>
        {cost.taxes.length > 0 && <Measure name="Before tax">{money(cost.amountBeforeTax, cost.currency)}</Measure>}
        <Measure name="Tariff">
          {cost.tariffId ? (
            <>
              <a href={to.tariff(cost.tariffId)}>{cost.tariffId}</a>, version {cost.tariffVersion}
            </>
          ) : (
            'none'
          )}
        </Measure>
        {cost.voter && (
          <Measure name="Priced by">
            <a href={to.plugin(pluginOf(cost.voter))}>{cost.voter}</a>
            {cost.rule && <span className="muted"> ({cost.rule})</span>}
          </Measure>
        )}
        <Measure name="Priced">
          <a href={event ? to.event(event) : correctionsOf(sessionId)}>
            <Time at={cost.pricedAt} />
          </a>
        </Measure>
        {cost.rounding && <Measure name="Rounded">{cost.rounding}</Measure>}
        {cost.timeZone && <Measure name="Local time of">{cost.timeZone}</Measure>}
      </Measures>
      {cost.amount === null && (
        <p className="problem">A plugin failed to price this session: nothing is charged until its price is corrected.</p>
      )}
      {cost.reason && <p className="muted">{cost.reason}</p>}
      <CostLines cost={cost} />
      <CostPeriods periods={cost.periods} />
      <CostCorrections sessionId={sessionId} cost={cost} />
    </div>
  );
}

/** `flat-tariff@1.0.0` is the plugin `flat-tariff`. */
const pluginOf = (voter: string): string => voter.split('@', 1)[0] ?? voter;
