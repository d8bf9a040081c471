import * as tariffs from '../graphql/tariffs.ts';
import type { Tariff, TariffAssignment, TariffScopeKind, TariffWritten } from '../graphql/tariffs.ts';
import { ask, given, instantIn, jsonIn } from './form.ts';
import type { Field, Form } from './form.ts';

/** Whom a tariff can be for, in words. */
export const scopeNames: Readonly<Record<TariffScopeKind, string>> = {
  EVERYBODY: 'everybody',
  SITE: 'a site',
  STATION_GROUP: 'a group of stations',
  STATION: 'a station',
  DRIVER_GROUP: 'a group of drivers',
  ACCOUNT: 'an account',
};
const isKind = (text: string | undefined): text is TariffScopeKind => text !== undefined && text in scopeNames;

/** A tariff to begin with, for the plugins that come with the platform. */
const FIRST_TERMS = { perKwh: '0.42', perSession: '0.50', idlePerMinute: '0.05', idleGraceMinutes: 15 };

const versionFields = (newest: Tariff['versions'][number] | undefined): readonly Field[] => [
  { name: 'name', label: 'Name', hint: 'As drivers read it', first: newest?.name ?? '' },
  {
    name: 'plugin',
    label: 'Priced by the plugin',
    hint: 'Such as flat-tariff or time-of-use-tariff',
    first: newest?.plugin ?? 'flat-tariff',
  },
  { name: 'currency', label: 'Currency', first: newest?.currency ?? 'EUR' },
  {
    name: 'terms',
    label: 'Terms',
    kind: 'json',
    hint: 'JSON, as the plugin wants it (docs/plugin-configs.md). Amounts are text, such as "0.42".',
    first: JSON.stringify(newest?.terms ?? FIRST_TERMS, null, 2),
  },
  {
    name: 'validFrom',
    label: 'Valid from',
    kind: 'instant',
    hint: 'For sessions that start then or later; empty: at once',
    optional: true,
  },
];

/** @param tariff absent: a new one is made */
export const addVersion = (tariff?: Tariff): Form<TariffWritten> => ({
  title: tariff ? 'Add a version' : 'Make a tariff',
  meaning: 'Sessions that run keep the version they started under.',
  fields: [
    ...(tariff ? [] : [{ name: 'tariffId', label: 'Id', hint: 'Such as street; it never changes' }]),
    ...versionFields(tariff?.versions.at(-1)),
  ],
  request: ({ tariffId, name = '', plugin = '', currency = '', terms, validFrom }) =>
    ask(tariffs.addTariffVersion, {
      tariffId: tariff?.id ?? tariffId ?? '',
      name,
      plugin,
      currency,
      terms: jsonIn(terms),
      ...given('validFrom', instantIn(validFrom)),
    }),
});

/** What can be done with a tariff as it is. */
export function tariffForms(tariff: Tariff): readonly Form<TariffWritten>[] {
  if (tariff.retiredAt !== null) return [];
  return [
    addVersion(tariff),
    {
      title: 'Assign',
      meaning: 'Sessions that start from now on are under it. The narrowest that is assigned counts.',
      disturbing: true,
      fields: [
        { name: 'kind', label: 'For', choices: Object.entries(scopeNames) },
        {
          name: 'id',
          label: 'Which one',
          hint: 'Its id; of a group of drivers its token',
          when: ['kind', Object.keys(scopeNames).filter((kind) => kind !== 'EVERYBODY')],
        },
      ],
      request: ({ kind, id }) =>
        ask(tariffs.assignTariff, {
          tariffId: tariff.id,
          scope: { kind: isKind(kind) ? kind : 'EVERYBODY', ...given('id', id) },
        }),
    },
    {
      title: 'Retire',
      meaning: 'No session that starts later is under it. Sessions that run keep it.',
      disturbing: true,
      fields: [],
      request: () => ask(tariffs.retireTariff, { tariffId: tariff.id }),
    },
  ];
}

/** Takes a tariff away from whom it is assigned to. The id of a group of drivers is not known here, only its pseudonym. */
export const unassign = ({ kind, scopeId }: TariffAssignment): Form<TariffWritten> => ({
  title: 'Take away',
  meaning: 'What is assigned to the next wider scope counts from now on.',
  disturbing: true,
  fields: kind === 'DRIVER_GROUP' ? [{ name: 'id', label: 'Token of the group', hint: 'Here only its pseudonym is known' }] : [],
  request: ({ id }) => ask(tariffs.unassignTariff, { scope: { kind, ...given('id', id ?? scopeId ?? '') } }),
});
