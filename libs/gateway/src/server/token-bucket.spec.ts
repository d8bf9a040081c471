import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from './token-bucket.ts';

describe('the rate of a station', () => {
  it('may be twice as high for a moment, then each message waits for its share of time', () => {
    const bucket = new TokenBucket(10, 0);
    const waits = Array.from({ length: 22 }, () => bucket.take(0));
    expect(waits.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(waits.slice(20)).toEqual([100, 200]);
  });

  it('may be one of bytes: a large frame costs more than a small one', () => {
    const bucket = new TokenBucket(1_000, 0);
    expect([bucket.take(0, 1_500), bucket.take(0, 600), bucket.take(0, 1_000)]).toEqual([0, 100, 1_100]);
  });

  it('recovers while nothing comes', () => {
    const bucket = new TokenBucket(10, 0);
    for (let message = 0; message < 25; message += 1) bucket.take(0);
    expect(bucket.take(1_000)).toBe(0);
    expect(bucket.take(60_000)).toBe(0);
  });
});
