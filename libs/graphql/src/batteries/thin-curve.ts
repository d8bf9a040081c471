import type { BatteryPoint } from '@wattledger/charging';

/**
 * Leaves out points until no more than `most` are left, and invents none.
 *
 * The first and the last point stay. The time between is cut into equal stretches; of each, the points with the
 * highest and the lowest power stay (of the state of charge where no power was measured), so that neither a peak nor a
 * gap is smoothed away.
 *
 * @param points oldest first
 * @param most at least 2
 */
export function thinCurve<Point extends BatteryPoint>(points: readonly Point[], most: number): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= most || !first || !last) return points;
  const stretches = Math.floor((most - 2) / 2);
  const begin = Date.parse(first.at);
  const length = (Date.parse(last.at) - begin) / Math.max(stretches, 1);
  const kept = Array.from({ length: stretches }, (): Extremes<Point> => ({}));
  for (const point of points.slice(1, -1)) {
    const extremes = kept[Math.min(stretches - 1, Math.floor((Date.parse(point.at) - begin) / length))];
    if (extremes) widen(extremes, point);
  }
  return [first, ...kept.flatMap(inOrder), last];
}

interface Extremes<Point> {
  lowest?: Point;
  highest?: Point;
}

const heightOf = ({ powerW, stateOfChargePercent }: BatteryPoint): number => powerW ?? stateOfChargePercent ?? 0;

function widen<Point extends BatteryPoint>(extremes: Extremes<Point>, point: Point): void {
  if (!extremes.lowest || heightOf(point) < heightOf(extremes.lowest)) extremes.lowest = point;
  if (!extremes.highest || heightOf(point) > heightOf(extremes.highest)) extremes.highest = point;
}

function inOrder<Point extends BatteryPoint>({ lowest, highest }: Extremes<Point>): Point[] {
  if (!lowest || !highest) return [];
  if (lowest === highest) return [lowest];
  return lowest.at < highest.at ? [lowest, highest] : [highest, lowest];
}
