import { Big } from '@wattledger/plugin-sdk';
import type { SettingCall, ShownTariff, TariffDisplay } from '@wattledger/plugin-sdk';
import type { Config } from './config.ts';

/** JSON numbers are what OCPP wants here; the platform itself counts with the decimal text. */
const numberOf = (decimal: string): number => Number(decimal);

export const priceText = ({ text }: TariffDisplay, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Of an OCPP 1.6 configuration value: CiString500. */
const LONGEST_VALUE = 500;

/**
 * The value of the key `DefaultPrice`, as "OCPP & California Pricing Requirements" (section 3.1.1) has it: what is shown to a driver
 * nobody knows yet, and the unit prices to count with while offline.
 */
export function defaultPrice(tariff: TariffDisplay, { mostPriceTextCharacters }: Config): string {
  const { pricePerKwh, pricePerMinute, pricePerSession, idlePerMinute, idleGraceMinutes } = tariff;
  const perHour = (perMinute: string): number => numberOf(new Big(perMinute).times(60).toString());
  const written = (most: number): string =>
    JSON.stringify({
      priceText: priceText(tariff, most),
      chargingPrice: {
        ...(pricePerKwh !== undefined && { kWhPrice: numberOf(pricePerKwh) }),
        ...(pricePerMinute !== undefined && { hourPrice: perHour(pricePerMinute) }),
        ...(pricePerSession !== undefined && { flatFee: numberOf(pricePerSession) }),
      },
      ...(idlePerMinute !== undefined && {
        idlePrice: {
          ...(idleGraceMinutes !== undefined && { graceMinutes: idleGraceMinutes }),
          hourPrice: perHour(idlePerMinute),
        },
      }),
    });
  const value = written(mostPriceTextCharacters);
  return value.length <= LONGEST_VALUE ? value : written(Math.max(20, mostPriceTextCharacters - (value.length - LONGEST_VALUE)));
}

/**
 * OCPP 2.1, use case I07: the tariff of everybody who has none of their own. Terms that no station can compute with are a sentence
 * alone.
 */
export function setDefaultTariff(
  tariff: TariffDisplay,
  evseId: number,
  { mostPriceTextCharacters }: Config,
): { calls: SettingCall[]; undo: SettingCall[]; shows: ShownTariff[] } {
  const description = [{ format: 'UTF8', content: priceText(tariff, mostPriceTextCharacters) }];
  const { tariffId } = tariff.stationTariff;
  return {
    calls: [{ action: 'SetDefaultTariff', payload: { evseId, tariff: { ...tariff.stationTariff, description } } }],
    undo: [{ action: 'ClearTariffs', payload: { tariffIds: [tariffId] } }],
    shows: [{ tariffId, evseId }],
  };
}
