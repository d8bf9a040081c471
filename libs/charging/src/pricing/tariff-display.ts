import type { JsonObject } from '@wattledger/kernel';
import { stationTariff, stationTariffId } from './station-tariff.ts';
import type { KnownTariff, TariffDisplay } from './tariff.ts';

const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

/** A price among the terms. Terms are a plugin's own; the names are those of the plain tariffs. What costs nothing is not told. */
function priceIn(terms: JsonObject, name: string): string | undefined {
  const value = terms[name];
  return typeof value === 'string' && DECIMAL.test(value) && Number(value) > 0 ? value : undefined;
}

function minutesIn(terms: JsonObject, name: string): number | undefined {
  const value = terms[name];
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

/**
 * What stations are told of a tariff: its plain prices and a sentence.
 *
 * Prices that change with the hour or the power have no single number; then the tariff's `displayText`, else its name, says it all.
 */
export function displayOfTariff(tariff: KnownTariff): TariffDisplay {
  const { tariffId, version, name, currency, terms } = tariff;
  const pricePerKwh = priceIn(terms, 'perKwh');
  const pricePerMinute = priceIn(terms, 'perMinute');
  const pricePerSession = priceIn(terms, 'perSession');
  const idlePerMinute = priceIn(terms, 'idlePerMinute');
  const idleGraceMinutes = minutesIn(terms, 'idleGraceMinutes');
  const parts = [
    pricePerKwh === undefined ? [] : [`${pricePerKwh} ${currency}/kWh`],
    pricePerMinute === undefined ? [] : [`${pricePerMinute} ${currency}/min`],
    pricePerSession === undefined ? [] : [`${pricePerSession} ${currency} per session`],
    idlePerMinute === undefined
      ? []
      : [
          `${idlePerMinute} ${currency}/min when idle${idleGraceMinutes === undefined ? '' : ` for more than ${idleGraceMinutes} min`}`,
        ],
  ].flat();
  const said = terms['displayText'];
  const text = typeof said === 'string' && said !== '' ? said : parts.length > 0 ? parts.join(', ') : name;
  const computed = stationTariff(tariff);
  const told = 'problem' in computed ? { tariffId: stationTariffId(tariff), currency } : computed;
  return {
    tariffId,
    version,
    currency,
    text,
    ...(pricePerKwh !== undefined && { pricePerKwh }),
    ...(pricePerMinute !== undefined && { pricePerMinute }),
    ...(pricePerSession !== undefined && { pricePerSession }),
    ...(idlePerMinute !== undefined && { idlePerMinute }),
    ...(idleGraceMinutes !== undefined && { idleGraceMinutes }),
    stationTariff: JSON.parse(JSON.stringify(told)) as TariffDisplay['stationTariff'],
  };
}
