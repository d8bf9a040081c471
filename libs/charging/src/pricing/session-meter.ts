import type { Instant } from '@wattledger/kernel';
import type { ChargingPeriod } from './charging-periods.ts';

/** A reading of the energy register, or a moment at which the energy stopped or began to flow. */
export interface MeterSample {
  readonly at: Instant;
  readonly energyWh: number;
  /** What the station said of the flow of energy from here on; absent where it said nothing. */
  readonly state?: ChargingPeriod['state'];
}

/** What a session's price by periods is made of. Bounded: see {@link withSample}. */
export type SessionMeter = readonly MeterSample[];

/** Samples kept of one session; a reading a minute for a day fits in. */
const KEPT_SAMPLES = 1_536;
/** Tariffs change on quarter hours, so what is thinned out is thinned within them. */
const QUARTER_HOUR_MS = 900_000;
/** Less than this in a stretch is the station's own consumption, not charging: 60 W. */
const IDLE_W = 60;

/** The meter with one more sample, in the order of time; a full one is thinned. */
export function withSample(meter: SessionMeter, sample: MeterSample): SessionMeter {
  const last = meter.at(-1);
  if (last && last.at === sample.at) return [...meter.slice(0, -1), { ...last, ...sample }];
  const before = last && last.at > sample.at ? meter.findLastIndex(({ at }) => at < sample.at) : meter.length - 1;
  const next = [...meter.slice(0, before + 1), sample, ...meter.slice(before + 1)];
  return next.length > KEPT_SAMPLES ? thinned(next) : next;
}

/** Of every quarter hour the first and the last sample stay, and those that tell of a change. */
function thinned(meter: readonly MeterSample[]): SessionMeter {
  const quarter = ({ at }: MeterSample): number => Math.floor(Date.parse(at) / QUARTER_HOUR_MS);
  return meter.filter((sample, index) => {
    const [before, after] = [meter[index - 1], meter[index + 1]];
    if (!before || !after || sample.state !== undefined) return true;
    return quarter(before) !== quarter(sample) || quarter(after) !== quarter(sample);
  });
}

/** The session without gaps, from its first sample to its last. A register that ran backwards delivered nothing meanwhile. */
export function chargingPeriods(meter: SessionMeter): readonly ChargingPeriod[] {
  const periods: ChargingPeriod[] = [];
  let said: ChargingPeriod['state'] | undefined;
  let highest = meter[0]?.energyWh ?? 0;
  meter.forEach((from, index) => {
    said = from.state ?? said;
    const until = meter[index + 1];
    if (!until || until.at <= from.at) return;
    const energyWh = Math.max(0, Math.round((until.energyWh - highest) * 1_000) / 1_000);
    highest = Math.max(highest, until.energyWh);
    const hours = (Date.parse(until.at) - Date.parse(from.at)) / 3_600_000;
    const powerW = Math.round(energyWh / hours);
    const state = said ?? (powerW < IDLE_W ? 'idle' : 'charging');
    const last = periods.at(-1);
    if (state === 'idle' && last?.state === 'idle' && last.until === from.at) {
      periods[periods.length - 1] = {
        ...last,
        until: until.at,
        energyWh: Math.round((last.energyWh + energyWh) * 1_000) / 1_000,
      };
      return;
    }
    periods.push({ from: from.at, until: until.at, energyWh, state, powerW });
  });
  return periods;
}
