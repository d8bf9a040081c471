import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { Request } from '@wattledger/ocpp';
import Big from 'big.js';
import type { KnownTariff, TariffVersion } from './tariff.ts';

/** OCPP 2.1 `TariffType`. */
export type StationTariff = Request<'2.1', 'SetDefaultTariff'>['tariff'];

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/**
 * A tariff as stations of OCPP 2.1 are told of it (`TariffType`, part 2, section 2.62): prices without tax, and the taxes beside them.
 *
 * @returns a sentence where the terms hold what no station understands: seasons, holidays, or terms of another form than those of
 * `flat-tariff` and `time-of-use-tariff`
 */
export function stationTariff(tariff: KnownTariff): StationTariff | { readonly problem: string } {
  const { currency, terms, plugin } = tariff;
  const elements = terms['elements'] === undefined ? [] : objectsIn(terms['elements']);
  const flat = isJsonObject(terms['otherwise']) ? terms['otherwise'] : terms;
  if (typeof flat['perKwh'] !== 'string') return { problem: `stations cannot be told of the terms of ${plugin}` };
  const untold = elements.find(({ when }) => isJsonObject(when) && ('season' in when || 'holidays' in when));
  if (untold) return { problem: `stations know no seasons and no holidays, as in the element ${String(untold['name'])}` };

  const taxes = objectsIn(terms['taxes']);
  const without = withoutTax(taxes, terms['pricesIncludeTax'] === true);
  const taxRates = taxes.length > 0 && {
    taxRates: taxes.map(({ name, percent }) => ({ type: String(name), tax: Number(percent) })),
  };
  const pricesOf = <Price>(name: 'perKwh' | 'perMinute', told: (price: number) => Price) => [
    ...elements.map((element) => ({ ...told(without(element[name])), conditions: conditionsOf(element['when']) })),
    told(without(flat[name])),
  ];
  const part = <Price>(prices: Price[]) => ({ prices, ...taxRates });
  const idle = without(terms['idlePerMinute']);
  const minIdleTime = Number(terms['idleGraceMinutes'] ?? 0) * 60;
  const perSession = without(terms['perSession']);
  const bound = (name: 'minimum' | 'maximum') => terms[name] !== undefined && { exclTax: without(terms[name]) };
  const [minCost, maxCost] = [bound('minimum'), bound('maximum')];
  return {
    tariffId: stationTariffId(tariff),
    currency,
    energy: part(pricesOf('perKwh', (priceKwh) => ({ priceKwh }))),
    chargingTime: part(pricesOf('perMinute', (priceMinute) => ({ priceMinute }))),
    ...(idle > 0 && { idleTime: part([{ priceMinute: idle, ...(minIdleTime > 0 && { conditions: { minIdleTime } }) }]) }),
    ...(perSession > 0 && { fixedFee: part([{ priceFixed: perSession }]) }),
    ...(minCost && { minCost }),
    ...(maxCost && { maxCost }),
  };
}

const LONGEST_TARIFF_ID = 60;

/** `night v3`: a station keeps tariffs apart by this, and so are versions. */
export function stationTariffId({ tariffId, version }: TariffVersion): string {
  const ending = ` v${version}`;
  return `${tariffId.slice(0, LONGEST_TARIFF_ID - ending.length)}${ending}`;
}

const objectsIn = (list: Json | undefined): readonly JsonObject[] => (Array.isArray(list) ? list.filter(isJsonObject) : []);

/** To the millionth, as numbers: that is all OCPP's JSON offers. */
function withoutTax(taxes: readonly JsonObject[], included: boolean): (price: Json | undefined) => number {
  const percent = taxes.reduce((sum, { percent: each }) => sum.plus(String(each)), new Big(0));
  const divisor = included ? percent.div(100).plus(1) : new Big(1);
  return (price) => Number(new Big(typeof price === 'string' ? price : '0').div(divisor).round(6, Big.roundHalfEven).toFixed());
}

/** `TariffConditionsType`: energies in Wh, powers in W. */
function conditionsOf(when: Json | undefined) {
  const { weekdays, from, until, fromKwh, untilKwh, fromKw, untilKw } = isJsonObject(when) ? when : {};
  const thousand = (name: string, value: Json | undefined) => typeof value === 'number' && { [name]: value * 1_000 };
  return {
    ...(Array.isArray(weekdays) && { dayOfWeek: weekdays.map((day) => DAYS[Number(day) - 1] ?? 'Monday') }),
    ...(typeof from === 'string' && { startTimeOfDay: from }),
    ...(typeof until === 'string' && { endTimeOfDay: until === '24:00' ? '00:00' : until }),
    ...thousand('minEnergy', fromKwh),
    ...thousand('maxEnergy', untilKwh),
    ...thousand('minPower', fromKw),
    ...thousand('maxPower', untilKw),
  };
}
