/** Where in the console somebody is. Kept in the hash, so that the server needs to know one page only. */
export interface Route {
  readonly page: 'overview' | 'stations' | 'station' | 'sessions' | 'session' | 'events' | 'unknown';
  /** Of the station or session that is looked at. */
  readonly id: string;
  /** What is filtered for. */
  readonly search: URLSearchParams;
}

/** Reads `#/stations/oak-1?x=y`. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [section = '', ...rest] = path.split('/');
  const id = decoded(rest.join('/'));
  const search = new URLSearchParams(query);
  const page = (): Route['page'] => {
    if (section === '') return 'overview';
    if (section === 'events' && id === '') return 'events';
    if (section === 'stations') return id === '' ? 'stations' : 'station';
    if (section === 'sessions') return id === '' ? 'sessions' : 'session';
    return 'unknown';
  };
  return { page: page(), id, search };
}

const section = (name: string, search?: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(search ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return query === '' ? `#/${name}` : `#/${name}?${query}`;
};

/** Links to every place there is. */
export const to = {
  overview: '#/',
  stations: (search?: Readonly<Record<string, string | undefined>>) => section('stations', search),
  sessions: (search?: Readonly<Record<string, string | undefined>>) => section('sessions', search),
  events: (search?: Readonly<Record<string, string | undefined>>) => section('events', search),
  station: (id: string) => `#/stations/${encodeURIComponent(id)}`,
  session: (id: string) => `#/sessions/${encodeURIComponent(id)}`,
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
