import { isJsonObject } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { MetersRead, PlaceIfSaid, Reading, SignedReading, StationTime } from '../facts.ts';
import { number, object, objects, text, time } from './read.ts';
import { defaultUnitOf, toBaseUnit } from './units.ts';

const DEFAULT_MEASURAND = 'Energy.Active.Import.Register';
const DEFAULT_LOCATION = 'Outlet';
const DEFAULT_CONTEXT = 'Sample.Periodic';

interface Sample {
  readonly reading?: Reading;
  readonly signed?: SignedReading;
}

const NO_SAMPLE: Sample = {};

/** What a sampled value says about itself, in every version under the same names. */
const labelsOf = (sampled: JsonObject) => ({
  measurand: text(sampled['measurand']) ?? DEFAULT_MEASURAND,
  phase: text(sampled['phase']),
  location: text(sampled['location']) ?? DEFAULT_LOCATION,
  context: text(sampled['context']) ?? DEFAULT_CONTEXT,
});

/** OCPP 1.6 section 7.38 `SampledValue`: the unit is a field, a signed value takes the place of the plain one. */
export function sample16(sampled: JsonObject): Sample {
  const labels = labelsOf(sampled);
  const unit = text(sampled['unit']) ?? defaultUnitOf(labels.measurand);
  if (sampled['format'] === 'SignedData') {
    const data = text(sampled['value']);
    return data === undefined ? NO_SAMPLE : { signed: { ...labels, unit, signed: { signedMeterData: data } } };
  }
  return { reading: readingOf(labels, sampled['value'], unit, 0) };
}

/** OCPP 2.x `SampledValueType`: the unit has a multiplier, a signed value accompanies the plain one. */
export function sample2(sampled: JsonObject): Sample {
  const labels = labelsOf(sampled);
  const { unit: saidUnit, multiplier } = object(sampled['unitOfMeasure']);
  const unit = text(saidUnit) ?? defaultUnitOf(labels.measurand);
  const signed = sampled['signedMeterValue'];
  const reading = readingOf(labels, sampled['value'], unit, Math.trunc(number(multiplier) ?? 0));
  if (!isJsonObject(signed)) return { reading };
  return reading === undefined ? { signed: { ...labels, unit, signed } } : { reading: { ...reading, signed } };
}

function readingOf(
  labels: ReturnType<typeof labelsOf>,
  said: Json | undefined,
  unit: string,
  multiplier: number,
): Reading | undefined {
  const plain = number(said);
  if (plain === undefined) return undefined;
  const { value, unit: baseUnit } = toBaseUnit(plain, unit, multiplier);
  if (!Number.isFinite(value)) return undefined;
  const { measurand, phase, location, context } = labels;
  return { measurand, unit: baseUnit, value, phase, location, context };
}

/** Where and when the meters were read, as far as the message around the values says it. */
interface Occasion extends PlaceIfSaid {
  readonly transactionId?: string;
  readonly receivedAt: Instant;
  /** For values without a credible time of their own; the time of receipt when absent. */
  readonly when?: StationTime;
}

/** One fact per `MeterValue` that holds anything readable. */
export function metersRead(
  meterValues: Json | undefined,
  occasion: Occasion,
  read: (sampled: JsonObject) => Sample,
): MetersRead[] {
  const facts: MetersRead[] = [];
  for (const meterValue of objects(meterValues)) {
    const readings: Reading[] = [];
    const signedReadings: SignedReading[] = [];
    for (const sampled of objects(meterValue['sampledValue'])) {
      const { reading, signed } = read(sampled);
      if (reading !== undefined) readings.push(reading);
      if (signed !== undefined) signedReadings.push(signed);
    }
    if (readings.length === 0 && signedReadings.length === 0) continue;
    facts.push({
      type: 'MetersRead',
      ...time(meterValue['timestamp'], occasion.receivedAt, occasion.when),
      evseId: occasion.evseId,
      connectorId: occasion.connectorId,
      transactionId: occasion.transactionId,
      readings,
      signedReadings: signedReadings.length > 0 ? signedReadings : undefined,
    });
  }
  return facts;
}
