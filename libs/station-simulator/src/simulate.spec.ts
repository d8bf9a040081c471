import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simulate } from './simulate.ts';
import type { SimulationProgress } from './simulate.ts';
import { TestPlatform } from './testing/index.ts';

let platform: TestPlatform;

beforeEach(async () => {
  platform = await TestPlatform.start();
});

afterEach(async () => {
  await platform.stop();
});

const fleet = { stations: 6, minutes: 0.5, timeScale: 600, meterValueSeconds: 0.2, connectsPerSecond: 100, seed: 3 };

/** A run that ends as soon as every station charges. */
function untilAllCharge() {
  const ending = new AbortController();
  const progress: SimulationProgress[] = [];
  const onProgress = (now: SimulationProgress) => {
    progress.push(now);
    if (now.sessionsRunning === fleet.stations) ending.abort();
  };
  return { progress, options: { url: platform.url, ...fleet, signal: ending.signal, onProgress } };
}

describe('A simulated fleet', () => {
  it('charges on stations of all versions, and leaves nothing open when it is told to end', async () => {
    const { progress, options } = untilAllCharge();
    const summary = await simulate({ ...options, mix: { '1.6': 1, '2.0.1': 1, '2.1': 1 } });

    expect(platform.deviations).toEqual([]);
    expect(summary).toMatchObject({ stations: 6, errors: 0, errorMessages: [], undeliveredMessages: 0 });
    expect(summary.sessions.length).toBeGreaterThanOrEqual(6);
    expect(summary.energyWh).toBeGreaterThan(0);
    expect(new Set(summary.sessions.map(({ version }) => version)).size).toBeGreaterThan(1);
    expect(summary.energyWh).toBe(summary.sessions.reduce((sum, one) => sum + one.meterStopWh - one.meterStartWh, 0));
    expect(progress.at(-1)).toMatchObject({ sessionsRunning: 0, connected: 0, sessionsFinished: summary.sessions.length });
  });

  it('tells the platform the very meter readings that it reports itself', async () => {
    const { sessions } = await simulate({ ...untilAllCharge().options, version: '1.6' });
    const starts = platform.received('StartTransaction');
    const stops = platform.received('StopTransaction');
    expect(stops).toHaveLength(sessions.length);
    for (const { transactionId, meterStartWh, meterStopWh } of sessions) {
      expect(starts.map(({ meterStart }) => meterStart)).toContain(meterStartWh);
      expect(stops).toContainEqual(expect.objectContaining({ transactionId: Number(transactionId), meterStop: meterStopWh }));
    }
  });

  it('ends when its time is up', async () => {
    const { sessions, undeliveredMessages } = await simulate({ url: platform.url, ...fleet, minutes: 0.01 });
    expect(platform.received('StopTransaction')).toHaveLength(sessions.length);
    expect(undeliveredMessages).toBe(0);
  });

  it('charges nobody whose card is refused', async () => {
    const ending = new AbortController();
    platform.answers.set('Authorize', () => {
      ending.abort();
      return { idTagInfo: { status: 'Invalid' } };
    });
    const { sessions, refusedAuthorizations } = await simulate({ url: platform.url, ...fleet, signal: ending.signal });
    expect(sessions).toEqual([]);
    expect(refusedAuthorizations).toBeGreaterThan(0);
  });

  it('goes on without a platform, and says what went wrong', async () => {
    const summary = await simulate({ url: 'ws://127.0.0.1:1/ocpp', ...fleet, stations: 2, minutes: 0.005 });
    expect(summary.sessions).toEqual([]);
    expect(summary.errors).toBeGreaterThan(0);
    expect(summary.errorMessages[0]).toContain('ECONNREFUSED');
  });

  it.each([
    [{ stations: 0 }, 'stations'],
    [{ minutes: 0 }, 'minutes'],
    [{ timeScale: 0.5 }, 'timeScale'],
    [{ mix: { '1.6': 0 } }, 'mix'],
    [{ idTags: [] }, 'idTags'],
    [{ url: 'http://127.0.0.1' }, 'url'],
  ])('refuses the setting %j', async (settings, name) => {
    const invalid = simulate({ url: platform.url, ...fleet, ...settings });
    await expect(invalid).rejects.toMatchObject({ code: 'simulation-settings-invalid', message: expect.stringContaining(name) });
  });
});
