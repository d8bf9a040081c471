import { describe, expect, it } from '@jest/globals';
import { eventPlaceOf, routeOf, to } from './route.ts';

const place = (hash: string) => {
  const { page, id } = routeOf(hash);
  return { page, id };
};

describe('a link into the console', () => {
  it('leads to the overview when it says nothing', () => {
    expect(place('')).toEqual({ page: 'overview', id: '' });
    expect(place(to.overview)).toEqual({ page: 'overview', id: '' });
  });

  it.each(['oak-1', 'a/b c', 'sim:42?x=1#2', '100%'])('leads to the station with the identity %s', (id) => {
    expect(place(to.station(id))).toEqual({ page: 'station', id });
  });

  it('keeps the filters that are set', () => {
    const link = to.stations({ search: 'oak street', connected: undefined });
    expect(routeOf(link).search.get('search')).toBe('oak street');
    expect(routeOf(link).search.has('connected')).toBe(false);
  });

  it('leads nowhere when nobody knows the place', () => {
    expect(place('#/weather').page).toBe('unknown');
    expect(place('#/events/7').page).toBe('unknown');
    expect(place('#/keys/7').page).toBe('unknown');
    expect(place('#/toString').page).toBe('unknown');
  });

  it.each(['station-oak-1', 'station-a/b c', 'station-42/7'])('leads to an event of the stream %s', (stream) => {
    const { page, id } = place(to.event({ stream, revision: 17 }));
    expect(page).toBe('event');
    expect(eventPlaceOf(id)).toEqual({ stream, revision: 17 });
  });

  it('leads to a list, or to one thing of it', () => {
    expect(place(to.settings())).toEqual({ page: 'settings', id: '' });
    expect(place(to.rollout('r-1'))).toEqual({ page: 'rollout', id: 'r-1' });
  });
});
