import { setLocalList, withdrawLocalList } from '../graphql/local-lists.ts';
import type { LocalListTokens } from '../graphql/local-lists.ts';
import { placeStation, resendSettings, setStationSetting, withdrawSetting } from '../graphql/settings.ts';
import type { PlacedStation, ScopeKind, SettingInput, SettingScope, SettingTaken, StationSetting } from '../graphql/settings.ts';
import { scopeText, settingNames } from '../format/settings.ts';
import { ask, given, linesIn, numberIn, reasonField } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

const scopes: readonly (readonly [ScopeKind, string])[] = [
  ['STATION', 'one station'],
  ['SITE', 'a site'],
  ['GROUP', 'a group'],
  ['ALL', 'all stations'],
];
const kindIn = (text: string | undefined): ScopeKind => scopes.find(([kind]) => kind === text)?.[0] ?? 'STATION';

const scopeFields = (stationId: string | undefined): readonly Field[] => [
  { name: 'kind', label: 'For', choices: scopes, first: stationId ? 'STATION' : 'ALL' },
  {
    name: 'station',
    label: 'Station',
    hint: 'Its id',
    first: stationId ?? '',
    when: ['kind', ['STATION']],
    codes: ['station-unknown'],
  },
  { name: 'site', label: 'Site', hint: 'Its id', when: ['kind', ['SITE']] },
  { name: 'group', label: 'Group', hint: 'Its name', when: ['kind', ['GROUP']] },
];

function scopeIn({ kind: kindText, station, site, group }: Filled): SettingScope {
  const kind = kindIn(kindText);
  const ids: Readonly<Record<ScopeKind, string | undefined>> = { STATION: station, SITE: site, GROUP: group, ALL: undefined };
  return { kind, ...given('id', ids[kind]) };
}

const MANY: readonly string[] = ['SITE', 'GROUP', 'ALL'];

const rolloutFields: readonly Field[] = [
  {
    name: 'batchSize',
    label: 'Stations at a time',
    kind: 'number',
    hint: 'Empty: as the platform sees fit',
    optional: true,
    when: ['kind', MANY],
  },
  {
    name: 'maximumRefusedShare',
    label: 'Stop when more than this many refuse, %',
    kind: 'number',
    optional: true,
    when: ['kind', MANY],
  },
];

function settingIn({ what, tariffId = '', tariffVersion, chargingTimeMinutes, amperes, phases, voltageV }: Filled): SettingInput {
  if (what === 'PRICE') return { price: { tariffId, tariffVersion: Number(tariffVersion) } };
  if (what === 'CHARGING_TIME') return { chargingTimeMinutes: Number(chargingTimeMinutes) };
  return { maximumCurrent: { amperes: Number(amperes), phases: numberIn(phases) ?? 3, voltageV: numberIn(voltageV) ?? 230 } };
}

/** @param stationId the station that is looked at */
export const setSetting = (stationId?: string): Form<SettingTaken> => ({
  title: 'Set',
  meaning:
    'Stations are told now, or when they are back. The narrowest scope counts: a station before its group, its site, and all.',
  disturbing: true,
  fields: [
    {
      name: 'what',
      label: 'What',
      choices: [
        ['MAXIMUM_CURRENT', 'maximum current'],
        ['CHARGING_TIME', 'charging time'],
        ['PRICE', 'price'],
      ],
    },
    { name: 'amperes', label: 'Amperes', kind: 'number', hint: 'On each phase', when: ['what', ['MAXIMUM_CURRENT']] },
    {
      name: 'phases',
      label: 'Phases',
      kind: 'number',
      first: '3',
      hint: 'For stations that count in watts',
      when: ['what', ['MAXIMUM_CURRENT']],
    },
    {
      name: 'voltageV',
      label: 'Volts',
      kind: 'number',
      first: '230',
      hint: 'Between a phase and neutral',
      when: ['what', ['MAXIMUM_CURRENT']],
    },
    {
      name: 'chargingTimeMinutes',
      label: 'Minutes',
      kind: 'number',
      hint: 'A session is over after it',
      when: ['what', ['CHARGING_TIME']],
    },
    { name: 'tariffId', label: 'Tariff', hint: 'Its id', when: ['what', ['PRICE']] },
    { name: 'tariffVersion', label: 'Version of the tariff', kind: 'number', first: '1', when: ['what', ['PRICE']] },
    ...scopeFields(stationId),
    { name: 'evseId', label: 'EVSE', kind: 'number', hint: 'Empty: the whole station', optional: true },
    ...rolloutFields,
    reasonField,
  ],
  request: (filled) => {
    const { evseId, batchSize, maximumRefusedShare, reason } = filled;
    const [evse, batch, share] = [numberIn(evseId), numberIn(batchSize), numberIn(maximumRefusedShare)];
    return ask(setStationSetting, {
      scope: scopeIn(filled),
      setting: settingIn(filled),
      ...(evse !== undefined && { evseId: evse }),
      ...(batch !== undefined && { batchSize: batch }),
      ...(share !== undefined && { maximumRefusedShare: share / 100 }),
      ...given('reason', reason),
    });
  },
});

/** Has it desired no longer where it is desired, which may be more than one station. */
export const withdraw = ({ name, evseId, scopeKind, scopeId }: StationSetting): Form<{ scope: string }> => ({
  title: 'Withdraw',
  meaning: `${settingNames[name]} is desired no longer for ${scopeText(scopeKind, scopeId)}. What the next wider scope desires holds again.`,
  disturbing: true,
  fields: [],
  request: () =>
    ask(withdrawSetting, {
      scope: { kind: scopeKind, ...given('id', scopeId ?? '') },
      name,
      ...(evseId !== null && { evseId }),
    }),
});

export const resend = (stationId: string): Form<{ stationId: string }> => ({
  title: 'Send again',
  meaning: 'Everything that the station is to be set to is sent once more, whatever came of it before.',
  fields: [],
  request: () => ask(resendSettings, { stationId }),
});

/** Says where a station stands. */
export const place = ({ id, siteId, groups, timeZone }: PlacedStation): Form<{ stationId: string }> => ({
  title: 'Place',
  meaning: 'Its site, its groups and its time zone decide which tariffs and settings hold for it.',
  fields: [
    { name: 'siteId', label: 'Site', first: siteId ?? '', optional: true },
    {
      name: 'groups',
      label: 'Groups',
      kind: 'lines',
      hint: 'One on each line',
      first: (groups ?? []).join('\n'),
      optional: true,
    },
    {
      name: 'timeZone',
      label: 'Time zone',
      hint: 'Such as Europe/Madrid',
      first: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  ],
  request: (filled) =>
    ask(placeStation, {
      stationId: id,
      ...given('siteId', filled['siteId']),
      groups: linesIn(filled['groups']),
      timeZone: filled['timeZone'] ?? '',
    }),
});

export const listWishes: Readonly<Record<LocalListTokens, string>> = {
  ACTIVE: 'every token that is good there',
  RESTRICTED: 'tokens that are good only there',
  ACCOUNTS: 'the tokens of some accounts',
  TOKENS: 'some tokens',
};
const tokensIn = (text: string | undefined): LocalListTokens =>
  text === 'RESTRICTED' || text === 'ACCOUNTS' || text === 'TOKENS' ? text : 'ACTIVE';

/** @param stationId the station that is looked at */
export const localListForms = (stationId: string): readonly Form<{ scope: string }>[] => [
  {
    title: 'Set local list',
    meaning: 'Which tokens stations know by heart, to let drivers charge while they are offline. Kept up to date from now on.',
    fields: [
      { name: 'tokens', label: 'Tokens', choices: Object.entries(listWishes) },
      { name: 'ids', label: 'Ids', kind: 'lines', hint: 'One on each line', when: ['tokens', ['ACCOUNTS', 'TOKENS']] },
      { name: 'limit', label: 'Entries at most', kind: 'number', optional: true },
      ...scopeFields(stationId),
      reasonField,
    ],
    request: (filled) => {
      const limit = numberIn(filled['limit']);
      const tokens = tokensIn(filled['tokens']);
      return ask(setLocalList, {
        scope: scopeIn(filled),
        tokens,
        ...((tokens === 'ACCOUNTS' || tokens === 'TOKENS') && { ids: linesIn(filled['ids']) }),
        ...(limit !== undefined && { limit }),
        ...given('reason', filled['reason']),
      });
    },
  },
  {
    title: 'Withdraw local list',
    meaning: 'What the next wider scope desires holds again.',
    disturbing: true,
    fields: [...scopeFields(stationId), reasonField],
    request: (filled) => ask(withdrawLocalList, { scope: scopeIn(filled), ...given('reason', filled['reason']) }),
  },
];
