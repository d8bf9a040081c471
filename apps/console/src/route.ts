const lists = [
  'stations',
  'sessions',
  'decisions',
  'drivers',
  'tokens',
  'tariffs',
  'settings',
  'plugins',
  'events',
  'keys',
] as const;
const things = {
  stations: 'station',
  sessions: 'session',
  drivers: 'driver',
  tokens: 'token',
  tariffs: 'tariff',
  settings: 'rollout',
  plugins: 'plugin',
  events: 'event',
} as const;

type List = (typeof lists)[number];
type Thing = (typeof things)[keyof typeof things];

/** Where in the console somebody is. Kept in the hash, so that the server needs to know one page only. */
export interface Route {
  readonly page: 'overview' | List | Thing | 'unknown';
  /** Of the one thing that is looked at. */
  readonly id: string;
  /** What is filtered for. */
  readonly search: URLSearchParams;
}

/** Reads `#/stations/oak-1?x=y`. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [section = '', ...rest] = path.split('/');
  const id = decoded(rest.join('/'));
  return { page: pageOf(section, id), id, search: new URLSearchParams(query) };
}

function pageOf(section: string, id: string): Route['page'] {
  if (section === '') return 'overview';
  const list = lists.find((name) => name === section);
  if (list === undefined) return 'unknown';
  if (id === '') return list;
  if (list === 'events' && eventPlaceOf(id) === undefined) return 'unknown';
  return list in things ? things[list as keyof typeof things] : 'unknown';
}

/** An event is named by its stream and its revision: `station-oak-1/17`. */
export function eventPlaceOf(id: string): { readonly stream: string; readonly revision: number } | undefined {
  const [, stream, revision] = /^(.+)\/(\d+)$/s.exec(id) ?? [];
  return stream === undefined ? undefined : { stream, revision: Number(revision) };
}

type Search = Readonly<Record<string, string | undefined>>;

const section = (name: List) => (search?: Search) => {
  const given = Object.entries(search ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return query === '' ? `#/${name}` : `#/${name}?${query}`;
};
const thing = (name: keyof typeof things) => (id: string) => `#/${name}/${encodeURIComponent(id)}`;

/** Links to every place there is. */
export const to = {
  overview: '#/',
  stations: section('stations'),
  sessions: section('sessions'),
  decisions: section('decisions'),
  drivers: section('drivers'),
  tokens: section('tokens'),
  tariffs: section('tariffs'),
  settings: section('settings'),
  plugins: section('plugins'),
  events: section('events'),
  keys: section('keys'),
  station: thing('stations'),
  session: thing('sessions'),
  driver: thing('drivers'),
  token: thing('tokens'),
  tariff: thing('tariffs'),
  rollout: thing('settings'),
  plugin: thing('plugins'),
  event: ({ stream, revision }: { readonly stream: string; readonly revision: number }) =>
    thing('events')(`${stream}/${revision}`),
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
