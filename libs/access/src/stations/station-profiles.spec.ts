import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { StationProfiles } from './station-profiles.ts';

describe('a station’s profile', () => {
  let folder: string;
  let log: SqliteEventLog;
  let profiles: StationProfiles;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-profiles-'));
    log = await SqliteEventLog.open(folder);
    profiles = new StationProfiles(new Ledger(log, systemClock));
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const harbour = { stationId: 'oak', siteId: 'harbour', groups: ['fast', 'staff', 'fast'], timeZone: 'Europe/Madrid' };

  it('is nowhere and UTC until somebody places it', async () => {
    expect(await profiles.of('oak')).toEqual({ groups: [], timeZone: 'UTC' });
  });

  it('is where it was placed last, also for those who come later', async () => {
    await profiles.place(harbour, 'operator:ana');
    await profiles.place({ stationId: 'oak', groups: [], timeZone: 'UTC' }, 'operator:ana');
    await profiles.place(harbour, 'operator:ana');
    const later = new StationProfiles(new Ledger(log, systemClock));
    expect(await later.of('oak')).toEqual({ siteId: 'harbour', groups: ['fast', 'staff'], timeZone: 'Europe/Madrid' });
  });

  it('says nothing new when it is placed where it stands', async () => {
    await profiles.place(harbour, 'operator:ana');
    await profiles.place(harbour, 'operator:ben');
    expect(await Array.fromAsync(log.readStream('profile-oak'))).toHaveLength(1);
  });

  it.each([
    [{ siteId: '' }, 'site-name-invalid'],
    [{ groups: ['a\nb'] }, 'group-name-invalid'],
    [{ groups: Array.from({ length: 51 }, (_, index) => `g${index}`) }, 'group-name-invalid'],
    [{ timeZone: 'Europe/Atlantis' }, 'time-zone-unknown'],
  ])('cannot be %j', async (odd, code) => {
    expect(await profiles.place({ ...harbour, ...odd }, 'operator:ana')).toMatchObject({ code });
  });

  it('is forgotten when somebody else changes it', async () => {
    const stop = new AbortController();
    const following = profiles.follow(stop.signal);
    await profiles.of('oak');
    await new StationProfiles(new Ledger(log, systemClock)).place(harbour, 'operator:ana');
    while ((await profiles.of('oak')).siteId === undefined) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await following;
  });
});
