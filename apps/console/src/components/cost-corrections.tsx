import { money } from '../format/quantities.ts';
import type { SessionCost } from '../graphql/costs.ts';
import { to } from '../route.ts';
import { Time } from './time.tsx';

interface Props {
  readonly sessionId: string;
  readonly cost: SessionCost;
}

/** The events of all corrections of a session lie in a stream of their own; docs/events.md. */
export const correctionsOf = (sessionId: string): string => to.events({ stream: `sessionprice-${sessionId}` });

/** How a price came to be another one than at the end of the session. */
export function CostCorrections({ sessionId, cost: { corrections, originalAmount, originalCurrency } }: Props) {
  if (corrections.length === 0) return null;
  return (
    <section>
      <h3>Corrections</h3>
      <p className="muted">
        At its end it cost {originalAmount === null ? 'nothing: it was not priced' : money(originalAmount, originalCurrency)}.
      </p>
      <ol className="rows">
        {corrections.map(({ at, by, how, reason, amount, currency, before, eventId }) => (
          <li key={eventId}>
            <strong>
              {before && `${money(before.amount, before.currency)} → `}
              {money(amount, currency)}
            </strong>
            <span>{how === 'TARIFF' ? 'priced by a tariff' : 'an amount'}</span>
            <span>“{reason}”</span>
            <span className="muted">
              by {by},{' '}
              <a href={correctionsOf(sessionId)}>
                <Time at={at} />
              </a>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
