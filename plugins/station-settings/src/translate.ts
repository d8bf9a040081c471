import { abstain, translate } from '@wattledger/plugin-sdk';
import type { JsonObject, PluginVote, SettingCall, ShownSetting } from '@wattledger/plugin-sdk';
import { currentIn, timeIn } from './amounts.ts';
import type { Asked } from './amounts.ts';
import { vendorVariableFor } from './config.ts';
import type { Config, VendorVariable } from './config.ts';
import { defaultPrice, priceText, setDefaultTariff } from './prices.ts';
import { currentProfile, takesProfiles, timeProfile } from './schedules.ts';

type Vote = PluginVote<'translateSettings'>;

/** Puts a setting into the words of a station. */
export function translateSetting(question: Asked, config: Config): Vote {
  const { setting, ocppVersion, vendor, model } = question;
  const variable = vendorVariableFor(config, setting.name, { vendor, model, is16: ocppVersion === '1.6' });
  const value = variable && valueFor(variable, question, config);
  if (variable && value !== undefined) {
    return translate(setVariable(question, variable, value), `${vendor ?? 'its maker'} takes it in ${variable.variable}`, {
      rule: 'vendor-variable',
    });
  }
  switch (setting.name) {
    case 'maximumCurrent':
      return takesProfiles(question)
        ? translate(currentProfile(question, setting, config), `${setting.amperes} A as a charging profile`, {
            rule: 'charging-profile',
          })
        : abstain('the station takes no charging profiles, and no variable of its maker for the current is configured');
    case 'chargingTime':
      return takesProfiles(question)
        ? translate(
            timeProfile(question, setting.minutes, config),
            'a charging profile that ends; the platform then stops the session',
            {
              rule: 'charging-profile',
            },
          )
        : byPlatform('the station can end no session by itself: the platform stops it');
    case 'price':
      return translatePrice(question, config);
  }
}

const byPlatform = (reason: string): Vote => translate({ calls: [], enforcedByPlatform: true }, reason, { rule: 'platform' });

function translatePrice(question: Asked, config: Config): Vote {
  const { tariff, ocppVersion, variables, evseId = 0 } = question;
  if (!tariff) return abstain('the tariff is not known');
  if (ocppVersion === '2.1') return translate(setDefaultTariff(tariff, evseId, config), tariff.text, { rule: 'default-tariff' });
  if (ocppVersion === '1.6') {
    const shows = isTrue(variables['CustomDisplayCostAndPrice']) || variables['DefaultPrice'] !== undefined;
    if (!shows) return byPlatform('the station shows no prices: the platform charges them');
    return translate(setVariable(question, { variable: 'DefaultPrice' }, defaultPrice(tariff, config)), tariff.text, {
      rule: 'california-pricing',
    });
  }
  // OCPP 2.0.1, use case I06: shown to drivers who have no price of their own.
  if (isFalse(variables['TariffCostCtrlr/Available']))
    return byPlatform('the station shows no prices: the platform charges them');
  const fallback = { component: 'TariffCostCtrlr', variable: 'TariffFallbackMessage' };
  const text = priceText(tariff, config.mostPriceTextCharacters);
  const shown = setVariable(question, fallback, text);
  const currency = variables['TariffCostCtrlr/Currency'];
  const before =
    currency === undefined || currency === tariff.currency
      ? { calls: [], shows: [] }
      : setVariable(question, { component: 'TariffCostCtrlr', variable: 'Currency' }, tariff.currency);
  return translate({ calls: [...before.calls, ...shown.calls], shows: [...before.shows, ...shown.shows] }, tariff.text, {
    rule: 'tariff-fallback-message',
  });
}

const isTrue = (value: string | undefined): boolean => value?.trim().toLowerCase() === 'true';
const isFalse = (value: string | undefined): boolean => value?.trim().toLowerCase() === 'false';

function valueFor({ unit }: VendorVariable, { setting, tariff }: Asked, config: Config): string | undefined {
  if (setting.name === 'maximumCurrent') return currentIn(unit, setting);
  if (setting.name === 'chargingTime') return timeIn(unit, setting.minutes);
  if (unit === 'text') return tariff && priceText(tariff, config.mostPriceTextCharacters);
  return unit === 'number' ? tariff?.pricePerKwh : undefined;
}

/** ChangeConfiguration, or SetVariables with one variable: with several, an answer would not say which was refused. */
function setVariable(
  { ocppVersion, evseId }: Asked,
  { component, variable }: Pick<VendorVariable, 'component' | 'variable'>,
  value: string,
): { readonly calls: readonly SettingCall[]; readonly shows: readonly ShownSetting[] } {
  if (ocppVersion === '1.6' || component === undefined) {
    return {
      calls: [{ action: 'ChangeConfiguration', payload: { key: variable, value } }],
      shows: [{ variable, value }],
    };
  }
  // The controllers of a station are its own; everything else may be one EVSE's.
  const ofEvse = evseId !== undefined && !component.endsWith('Ctrlr');
  const named = { name: component, ...(ofEvse ? { evse: { id: evseId } } : {}) };
  const entry: JsonObject = { attributeValue: value, component: named, variable: { name: variable } };
  const setVariableData = [entry];
  return {
    calls: [{ action: 'SetVariables', payload: { setVariableData } }],
    shows: [{ component, variable, ...(ofEvse && { evseId }), value }],
  };
}
