import { describe, expect, it } from '@jest/globals';
import { Histogram } from './histogram.ts';

describe('A histogram of latencies', () => {
  it('knows its percentiles within 2 %', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 100_000; value += 1) histogram.record(value);
    for (const share of [0.01, 0.5, 0.9, 0.99, 0.999]) {
      const exact = share * 100_000;
      expect(Math.abs(histogram.percentile(share) - exact) / exact).toBeLessThan(0.02);
    }
    expect(histogram.max).toBe(100_000);
    expect(histogram.percentile(1)).toBe(100_000);
  });

  it('keeps small values exactly, and survives huge ones', () => {
    const histogram = new Histogram();
    for (const value of [3, 3, 3, 60_000_000]) histogram.record(value);
    expect(histogram.percentile(0.5)).toBe(3);
    expect(histogram.max).toBe(60_000_000);
    expect(histogram.count).toBe(4);
  });

  it('is 0 when nothing was recorded', () => {
    expect(new Histogram().percentile(0.99)).toBe(0);
  });
});
