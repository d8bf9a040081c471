import type { Instant } from '@wattledger/kernel';

/** A reading of the energy register, a moment at which the energy stopped or began to flow, or both. */
export interface MeterSample {
  readonly at: Instant;
  /** Absent where only the flow was told. */
  readonly energyWh?: number;
  /** What the station said of the flow of energy from here on; absent where it said nothing. */
  readonly state?: 'charging' | 'idle';
}

/** What a session's price by periods is made of, in the order of time. Bounded: see {@link withSample}. */
export type SessionMeter = readonly MeterSample[];

/** Samples kept of one session; a reading a minute for a day fits in. */
const KEPT_SAMPLES = 1_536;
/** Tariffs change on quarter hours, so what is thinned out is thinned within them. */
const QUARTER_HOUR_MS = 900_000;

/** The meter with one more sample, in the order of time, whatever the order of their arrival; a full one is thinned. */
export function withSample(meter: SessionMeter, sample: MeterSample): SessionMeter {
  let place = meter.length;
  while (place > 0 && (meter[place - 1]?.at ?? '') >= sample.at) place -= 1;
  const same = meter[place]?.at === sample.at ? meter[place] : undefined;
  const next = [...meter.slice(0, place), { ...same, ...sample }, ...meter.slice(same ? place + 1 : place)];
  return next.length > KEPT_SAMPLES ? thinned(next) : next;
}

/** Stretches within which samples are thinned grow until the meter fits: a session of months keeps its hours, then its days. */
function thinned(meter: SessionMeter): SessionMeter {
  let width = QUARTER_HOUR_MS;
  let kept = thinnedWithin(meter, width, true);
  while (kept.length > KEPT_SAMPLES) kept = thinnedWithin(kept, (width *= 2), false);
  return kept;
}

/** Of every stretch of time the first and the last sample stay, and with `changes` those that tell of a change. */
function thinnedWithin(meter: SessionMeter, width: number, changes: boolean): SessionMeter {
  const stretchOf = ({ at }: MeterSample): number => Math.floor(Date.parse(at) / width);
  const kept: MeterSample[] = [];
  let said: MeterSample['state'];
  meter.forEach((sample, index) => {
    const [before, after] = [meter[index - 1], meter[index + 1]];
    const stretch = stretchOf(sample);
    const isEdge = !before || !after || stretchOf(before) !== stretch || stretchOf(after) !== stretch;
    said = sample.state ?? said;
    if (!isEdge && !(changes && sample.state !== undefined)) return;
    // What a dropped sample said of the flow holds until another says otherwise.
    kept.push(said === undefined ? sample : { ...sample, state: said });
  });
  return kept;
}
