import type { JsonObject } from '@wattledger/kernel';
import type { KnownTariff, TariffDisplay } from './tariff.ts';

const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/;

/** The first of these members that holds a price. Terms are a plugin's own; these are the names that plain tariffs use. */
function priceIn(terms: JsonObject, ...names: readonly string[]): string | undefined {
  const found = names.map((name) => terms[name]).find((value) => typeof value === 'string' && DECIMAL.test(value));
  return typeof found === 'string' ? found : undefined;
}

function minutesIn(terms: JsonObject, ...names: readonly string[]): number | undefined {
  const found = names
    .map((name) => terms[name])
    .find((value) => typeof value === 'number' && Number.isInteger(value) && value > 0);
  return typeof found === 'number' ? found : undefined;
}

/**
 * What stations are told of a tariff: its plain prices and a sentence.
 *
 * Prices that change with the hour or the power have no single number; then the tariff's `displayText`, else its name, says it all.
 */
export function displayOfTariff({ tariffId, version, name, currency, terms }: KnownTariff): TariffDisplay {
  const pricePerKwh = priceIn(terms, 'pricePerKwh', 'perKwh', 'energyPerKwh');
  const pricePerMinute = priceIn(terms, 'pricePerMinute', 'perMinute');
  const pricePerSession = priceIn(terms, 'pricePerSession', 'perSession', 'sessionFee');
  const idlePerMinute = priceIn(terms, 'idlePerMinute', 'idlePricePerMinute', 'idleFeePerMinute');
  const idleGraceMinutes = minutesIn(terms, 'idleGraceMinutes', 'idleFreeMinutes', 'idleAfterMinutes');
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
  };
}
