import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { anchorLog, verifiable, verify } from '@wattledger/audit';
import { secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { ShiftedClock } from '../support/shifted-clock.ts';
import { usePlatform } from '../support/use-platform.ts';

const DAY = 86_400;
const clock = new ShiftedClock();
const platform = usePlatform();
beforeAll(() => clock.install());
afterAll(() => clock.restore());
let jumped = 0;
const jump = (seconds: number) => {
  jumped += seconds;
  clock.jump(seconds);
};
afterEach(() => {
  clock.jump(-jumped);
  jumped = 0;
});

const recordedAt = async (stationId: string): Promise<string[]> =>
  (await platform.events(stationId)).map(({ metadata }) => metadata.recordedAt);

describe('a clock that is set forward', () => {
  it('ends no session, and keeps the order of the log', async () => {
    const station = await platform.connect('forward');
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    jump(2 * DAY);
    await station.get('StopTransaction', stop16(transactionId, 600, secondsFromNow(0)));
    expect(await platform.sessions('forward')).toMatchObject([{ state: 'ended', energyWh: 500 }]);
    expect((await platform.events('forward')).map(({ revision }) => revision)).toEqual(
      (await recordedAt('forward')).map((_, revision) => revision),
    );
  });

  it('lets a command expire that was to be sent before, however short ago that was', async () => {
    const station = await platform.connect('comes-late');
    await station.get('Heartbeat', {});
    await station.close();
    await platform.recorded('comes-late', 'StationDisconnected');
    const command = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;
    const commandId = await platform.request('comes-late', command, { waitForStation: true, expiresInSeconds: 3_600 });
    jump(2 * DAY);
    const back = await platform.connect('comes-late');
    await platform.commandIs(commandId, 'expired');
    await back.settled();
    expect(back.wire.filter(({ text }) => text.includes('ClearCache'))).toEqual([]);
  });
});

describe('a clock that is set back', () => {
  it('changes nothing of what was recorded, and what comes behind it stays behind it', async () => {
    const station = await platform.connect('back');
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 100, secondsFromNow(0)));
    await anchorLog(platform.store.ledger, platform.store.signingKey);
    jump(-3 * DAY);
    await station.get('StopTransaction', stop16(transactionId, 700, secondsFromNow(0)));
    const times = await recordedAt('back');
    expect((times.at(-1) ?? '') < (times[0] ?? '')).toBe(true);
    expect(await platform.sessions('back')).toMatchObject([{ state: 'ended', energyWh: 600 }]);
    await anchorLog(platform.store.ledger, platform.store.signingKey);
    const [last, anchored] = await Array.fromAsync(platform.store.log.readAll({ direction: 'backwards', limit: 2 }));
    expect(last?.type).toBe('LogAnchored');
    expect(await platform.beside.log(async (log) => verify(await verifiable(log)))).toMatchObject({
      broken: undefined,
      anchoredUpTo: anchored?.position,
    });
  });

  it('carries out a command that is asked for then', async () => {
    const station = await platform.connect('asked-then');
    await station.get('Heartbeat', {});
    jump(-3 * DAY);
    const commandId = await platform.request('asked-then', { name: 'SendCall', action: 'ClearCache', payload: {} });
    station.answer(await station.nextCall(), { status: 'Accepted' });
    await platform.commandIs(commandId, 'accepted');
  });
});
