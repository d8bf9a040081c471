import { useEffect, useMemo } from 'react';
import { kilowatts, percent } from '../format/quantities.ts';
import { batteryCurve } from '../graphql/batteries.ts';
import type { Battery, BatteryPoint } from '../graphql/batteries.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useRefreshSoon } from '../graphql/use-refresh-soon.ts';
import { CurveChart } from './curve-chart.tsx';
import { Empty, Problem, Waiting } from './notice.tsx';
import { Time } from './time.tsx';

const AGAIN_WITHIN_MS = 10_000;
const ROWS_IN_WORDS = 12;

interface Props {
  readonly sessionId: string;
  /** The newest reading: it extends the curve until that is asked for again. */
  readonly battery: Battery | null;
}

/** How a battery has been charged in a session, up to now. */
export function SessionCurve({ sessionId, battery }: Props) {
  const { data, error, refresh } = useAnswer(batteryCurve, { sessionId });
  const refreshSoon = useRefreshSoon(refresh, AGAIN_WITHIN_MS);
  const measuredAt = battery?.measuredAt;
  const curve = data?.battery?.curve;
  const lastAt = curve?.points.at(-1)?.at ?? '';

  useEffect(() => {
    if (measuredAt && measuredAt > lastAt) refreshSoon();
  }, [measuredAt, lastAt, refreshSoon]);

  const points = useMemo((): readonly BatteryPoint[] => {
    const measured = curve?.points ?? [];
    if (!battery || battery.measuredAt <= lastAt) return measured;
    const { measuredAt: at, stateOfChargePercent, powerW } = battery;
    return [...measured, { at, stateOfChargePercent, powerW }];
  }, [curve, battery, lastAt]);

  if (error && !data) return <Problem error={error} onRetry={refresh} />;
  if (!data) return <Waiting what="the curve" />;
  if (points.length < 2) return <Empty title="No curve yet">It is drawn once the station has sent two readings.</Empty>;
  const [first, last] = [points[0], points.at(-1)];
  const label = `Battery curve, ${points.length} points, from ${percent(first?.stateOfChargePercent)} to ${percent(last?.stateOfChargePercent)}`;
  return (
    <figure className="curve">
      <CurveChart points={points} label={label} />
      <details>
        <summary>As a table{curve?.thinned ? ` (${points.length} of ${curve.measuredPoints} points)` : ''}</summary>
        <CurveTable points={points} />
      </details>
    </figure>
  );
}

/** A few points in even steps: for those who cannot see the chart. */
function CurveTable({ points }: { readonly points: readonly BatteryPoint[] }) {
  const step = Math.max(1, (points.length - 1) / (ROWS_IN_WORDS - 1));
  const shown = new Set(Array.from({ length: ROWS_IN_WORDS }, (_, row) => Math.min(points.length - 1, Math.round(row * step))));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">State of charge</th>
          <th scope="col">Power</th>
        </tr>
      </thead>
      <tbody>
        {points
          .filter((_, index) => shown.has(index))
          .map(({ at, stateOfChargePercent, powerW }) => (
            <tr key={at}>
              <td>
                <Time at={at} />
              </td>
              <td>{percent(stateOfChargePercent)}</td>
              <td>{kilowatts(powerW)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
