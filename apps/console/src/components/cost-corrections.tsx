import { money } from '../format/quantities.ts';
import type { SessionCost } from '../graphql/costs.ts';
import type { EventPlace } from '../graphql/decisions.ts';
import { to } from '../route.ts';
import { Time } from './time.tsx';

interface Props {
  readonly cost: SessionCost;
  readonly events: ReadonlyMap<string, EventPlace>;
}

/** How a price came to be another one than at the end of the session. */
export function CostCorrections({ cost: { corrections, originalAmount, originalCurrency }, events }: Props) {
  if (corrections.length === 0) return null;
  return (
    <section>
      <h3>Corrections</h3>
      <p className="muted">
        At its end it cost {originalAmount === null ? 'nothing: it was not priced' : money(originalAmount, originalCurrency)}.
      </p>
      <ol className="rows">
        {corrections.map(({ at, by, how, reason, amount, currency, before, eventId }) => {
          const event = events.get(eventId);
          return (
            <li key={eventId}>
              <strong>
                {before && `${money(before.amount, before.currency)} → `}
                {money(amount, currency)}
              </strong>
              <span>{how === 'TARIFF' ? 'priced by a tariff' : 'an amount'}</span>
              <span>“{reason}”</span>
              <span className="muted">
                by {by}, {event ? <a href={to.event(event)}>{<Time at={at} />}</a> : <Time at={at} />}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
