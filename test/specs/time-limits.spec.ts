import { describe, expect, it } from '@jest/globals';
import { ChargingDriver } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { limitedTime } from '../support/limited-time.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

/** More than the first attempt makes before it gives up. */
const FAILED_READINGS = 6;

describe('a session whose time is over while the log is away', () => {
  const platform = usePlatform({ WATTLEDGER_RECORD_TIMEOUT_SECONDS: '1' }, [limitedTime(1)]);

  it('is stopped once the log is back, though its station says nothing more', async () => {
    const driver = new ChargingDriver(await platform.connect('silent', 'ocpp2.1'));
    let readings = 0;
    platform.log.fault = (events) => {
      if (!events.some(({ type }) => type === 'SessionStopDecided') || readings > FAILED_READINGS) return undefined;
      platform.log.isUnreadable = () => (readings += 1) <= FAILED_READINGS;
      return 'not-written';
    };
    await driver.starts('ANYBODY', secondsFromNow(0));
    await until('the limit to be tried', () => readings > 0);
    await driver.isStopped();
    expect(readings).toBeGreaterThan(FAILED_READINGS);
    const stops = (await platform.types('silent')).filter((type) => type === 'SessionStopDecided');
    expect(stops).toHaveLength(1);
  });
});
