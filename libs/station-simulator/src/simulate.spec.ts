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

const fleet = { stations: 6, minutes: 0.05, timeScale: 600, meterValueSeconds: 0.2, connectsPerSecond: 100, seed: 3 };

describe('A simulated fleet', () => {
  it('charges on stations of all versions and leaves nothing open', async () => {
    const progress: SimulationProgress[] = [];
    const mix = { '1.6': 1, '2.0.1': 1, '2.1': 1 };
    const summary = await simulate({ url: platform.url, ...fleet, mix, onProgress: (now) => progress.push(now) });

    expect(platform.deviations).toEqual([]);
    expect(summary).toMatchObject({ stations: 6, errors: 0, errorMessages: [], undeliveredMessages: 0 });
    expect(summary.sessions.length).toBeGreaterThanOrEqual(6);
    expect(summary.energyWh).toBeGreaterThan(0);
    expect(new Set(summary.sessions.map(({ version }) => version)).size).toBeGreaterThan(1);
    expect(summary.energyWh).toBe(summary.sessions.reduce((sum, one) => sum + one.meterStopWh - one.meterStartWh, 0));
    expect(progress.at(-1)).toMatchObject({ sessionsRunning: 0, connected: 0, sessionsFinished: summary.sessions.length });
  });

  it('tells the platform the very meter readings that it reports itself', async () => {
    const { sessions } = await simulate({ url: platform.url, ...fleet, version: '1.6' });
    const starts = platform.received('StartTransaction');
    const stops = platform.received('StopTransaction');
    expect(stops).toHaveLength(sessions.length);
    for (const { transactionId, meterStartWh, meterStopWh } of sessions) {
      expect(starts.map(({ meterStart }) => meterStart)).toContain(meterStartWh);
      expect(stops).toContainEqual(expect.objectContaining({ transactionId: Number(transactionId), meterStop: meterStopWh }));
    }
  });

  it('charges nobody whose card is refused', async () => {
    platform.answers.set('Authorize', () => ({ idTagInfo: { status: 'Invalid' } }));
    const { sessions, refusedAuthorizations } = await simulate({ url: platform.url, ...fleet });
    expect(sessions).toEqual([]);
    expect(refusedAuthorizations).toBeGreaterThan(0);
  });

  it('ends cleanly when it is told to', async () => {
    const ending = new AbortController();
    const onSession = () => ending.abort();
    const summary = await simulate({
      url: platform.url,
      ...fleet,
      stations: 3,
      minutes: 60,
      timeScale: 1_000,
      signal: AbortSignal.any([ending.signal, AbortSignal.timeout(1_500)]),
      onSession,
    });
    expect(summary).toMatchObject({ stations: 3, undeliveredMessages: 0 });
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
