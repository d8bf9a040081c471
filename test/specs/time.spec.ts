import { describe, expect, it } from '@jest/globals';
import { millisecondsBetween } from '@wattledger/kernel';
import { boot16, secondsFromNow, start16, status16, stop16, withoutFraction } from '../support/frames.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

describe('the time a station tells', () => {
  const now = new Date();
  const plain = now.toISOString().slice(0, 19);

  it.each([
    { what: 'without a zone', text: plain },
    { what: 'with an hour-only offset', text: `${new Date(now.getTime() + 3 * 3_600_000).toISOString().slice(0, 19)}+03` },
    { what: 'with a long fraction', text: `${plain}.123456789012Z` },
    { what: 'with a blank for the T', text: `${plain.replace('T', ' ')}Z` },
  ])('trap 36: is understood $what', async ({ what, text }) => {
    const station = await platform.connect(`time ${what}`);
    await station.get('StartTransaction', start16('TAG-1', 0, text));
    const [session] = await platform.sessions(`time ${what}`);
    expect(session?.startedAt?.slice(0, 19)).toBe(plain);
  });

  it.each(['', 'yesterday', '0000-00-00T00:00:00Z'])(
    'trap 36: is replaced by our own where it says nothing: "%s"',
    async (text) => {
      const id = `junk ${text.length}`;
      const station = await platform.connect(id);
      await station.get('StartTransaction', start16('TAG-1', 0, text));
      const { metadata } = await platform.recorded(id, 'StartTransactionReceived');
      expect(await platform.sessions(id)).toMatchObject([{ startedAt: metadata.recordedAt }]);
    },
  );

  it('trap 37: may be 1970: it is kept, and does not decide what is newer', async () => {
    const station = await platform.connect('clock-1970');
    await station.get('BootNotification', boot16);
    await station.get('StatusNotification', status16('Available', 1, '1970-01-01T00:00:03Z'));
    await station.get('StatusNotification', status16('Preparing', 1, '1970-01-01T00:00:09Z'));
    expect(await platform.connectors('clock-1970')).toMatchObject([{ status: 'Preparing' }]);
    const { data, metadata } = await platform.recorded('clock-1970', 'StatusNotificationReceived');
    expect(data).toMatchObject({ timestamp: '1970-01-01T00:00:03Z' });
    expect(Math.abs(millisecondsBetween(metadata.receivedAt ?? '', metadata.recordedAt))).toBeLessThan(60_000);
  });

  it('trap 37: may be an hour ahead: what it says has happened when it was heard, and its own time is kept', async () => {
    const station = await platform.connect('an-hour-ahead');
    const hourAhead = (seconds: number) => secondsFromNow(3_600 + seconds);
    const said = hourAhead(0);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 0, said));
    await station.get('StopTransaction', stop16(transactionId, 100, hourAhead(600)));
    const [session] = await platform.sessions('an-hour-ahead');
    const { metadata, data } = await platform.recorded('an-hour-ahead', 'StartTransactionReceived');
    const startedAt = session?.startedAt ?? '';
    expect(startedAt >= (metadata.receivedAt ?? '') && startedAt <= (session?.endedAt ?? '') && startedAt < said).toBe(true);
    expect(session).toMatchObject({ state: 'ended', energyWh: 100 });
    expect(data).toMatchObject({ timestamp: said });
  });
});

describe('the time we tell', () => {
  it.each([
    { protocol: 'ocpp1.6', boot: boot16 },
    { protocol: 'ocpp2.0.1', boot: { chargingStation: { vendorName: 'Acme', model: 'M' }, reason: 'PowerUp' } },
  ])('trap 38: ends in Z and has no fraction in $protocol', async ({ protocol, boot }) => {
    const station = await platform.connect(`reads-${protocol}`, protocol);
    const told = [await station.get('BootNotification', boot), await station.get('Heartbeat', {})];
    for (const { currentTime } of told) expect(currentTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('trap 38: is written without blanks', async () => {
    const station = await platform.connect('reads-compact');
    await station.get('Heartbeat', {}, 'h');
    expect(station.wire.at(-1)?.text).toMatch(/^\[3,"h",\{"currentTime":"[^" ]+"\}\]$/);
    expect(withoutFraction(secondsFromNow(0))).toHaveLength(20);
  });
});
