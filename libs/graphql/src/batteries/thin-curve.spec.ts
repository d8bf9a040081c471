import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { thinCurve } from './thin-curve.ts';

const at = (second: number) => new Date(Date.UTC(2026, 4, 1) + second * 1_000).toISOString();
const curves = fc
  .uniqueArray(fc.record({ second: fc.integer({ min: 0, max: 100_000 }), powerW: fc.option(fc.integer(), { nil: undefined }) }), {
    selector: ({ second }) => second,
    maxLength: 200,
  })
  .map((points) =>
    points.sort((left, right) => left.second - right.second).map(({ second, powerW }) => ({ at: at(second), powerW })),
  );

describe('a thinned curve', () => {
  it('has no more points than wanted, each of them measured, in order, the ends included', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 2, max: 100 }), (points, most) => {
        const thinned = thinCurve(points, most);
        expect(thinned.length).toBeLessThanOrEqual(Math.max(most, 0));
        expect(points).toEqual(expect.arrayContaining([...thinned]));
        expect(thinned.map((point) => point.at)).toEqual(thinned.map((point) => point.at).sort());
        expect([thinned[0], thinned.at(-1)]).toEqual([points[0], points.at(-1)]);
      }),
    );
  });

  it('keeps a peak that lasted for one reading', () => {
    const points = Array.from({ length: 1_000 }, (_, second) => ({ at: at(second), powerW: second === 617 ? 50_000 : 11_000 }));
    expect(thinCurve(points, 20)).toContainEqual({ at: at(617), powerW: 50_000 });
  });

  it('is the curve itself where that is short enough', () => {
    const points = [{ at: at(0) }, { at: at(1) }, { at: at(2) }];
    expect(thinCurve(points, 3)).toBe(points);
  });
});
