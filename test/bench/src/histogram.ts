const SUB_BUCKETS = 64;
const SUB_BUCKET_BITS = 6;
const MAGNITUDES = 26;

/** Latencies in microseconds, kept with an error below 2 % in constant memory. */
export class Histogram {
  readonly #counts = new Uint32Array(SUB_BUCKETS * MAGNITUDES);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  record(microseconds: number): void {
    const value = Math.max(0, Math.floor(microseconds));
    this.#count += 1;
    if (value > this.#max) this.#max = value;
    const bucket = Math.min(bucketOf(value), this.#counts.length - 1);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** The value that this share (0 to 1) of all recorded ones do not exceed; 0 when nothing was recorded. */
  percentile(share: number): number {
    const wanted = Math.ceil(this.#count * share);
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= wanted && seen > 0) return Math.min(upperEndOf(bucket), this.#max);
    }
    return this.#max;
  }

  get max(): number {
    return this.#max;
  }
}

/** Values below 64 have a bucket each; above, each doubling has 64 buckets. */
function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  const magnitude = 31 - Math.clz32(value) - SUB_BUCKET_BITS + 1;
  return magnitude * SUB_BUCKETS + (value >> magnitude);
}

function upperEndOf(bucket: number): number {
  const magnitude = Math.floor(bucket / SUB_BUCKETS);
  return magnitude === 0 ? bucket : (((bucket % SUB_BUCKETS) + 1) << magnitude) - 1;
}
