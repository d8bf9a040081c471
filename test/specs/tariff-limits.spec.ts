import { describe, expect, it } from '@jest/globals';
import { quickStart } from '@wattledger/quick-start';
import { ChargingDriver, everyVersion } from '../support/charging-driver.ts';
import { secondsFromNow } from '../support/frames.ts';
import { limitedMoney } from '../support/limited-money.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { usePlatform } from '../support/use-platform.ts';

async function charges(platform: TestPlatform, stationId: string, protocol: string, token: string): Promise<ChargingDriver> {
  const driver = new ChargingDriver(await platform.connect(stationId, protocol));
  expect(await driver.starts(token, secondsFromNow(-600))).toBe('Accepted');
  return driver;
}

const stopOf = async (platform: TestPlatform, stationId: string) =>
  (await platform.recorded(stationId, 'SessionStopDecided')).data;

describe.each(everyVersion)('a driver of limited money at a station of %s', (protocol) => {
  describe('where energy costs 0.40 EUR', () => {
    const platform = usePlatform({}, [limitedMoney, { plugin: quickStart, config: { pricePerKwh: '0.40' } }]);

    it('is not let on where the limit is in another currency', async () => {
      const driver = await charges(platform, 'sek', protocol, 'SEK-3.00');
      const reading = driver.reads(100, secondsFromNow(-300));
      await driver.isStopped();
      await reading;
      expect(await stopOf(platform, 'sek')).toMatchObject({
        rule: 'limit-amount-unpriced',
        reason: 'its price is in EUR, and it may cost 3.00 SEK at most',
      });
    });

    it('goes on where the limit is in EUR and not reached', async () => {
      const driver = await charges(platform, 'eur', protocol, 'EUR-3.00');
      await driver.reads(100, secondsFromNow(-300));
      await driver.reads(7_400, secondsFromNow(-200));
      expect(await platform.types('eur')).not.toContain('SessionStopDecided');
    });
  });

  describe('where nobody prices sessions', () => {
    const platform = usePlatform({}, [limitedMoney]);

    it('is not let on', async () => {
      const driver = await charges(platform, 'free', protocol, 'EUR-3.00');
      const reading = driver.reads(100, secondsFromNow(-300));
      await driver.isStopped();
      await reading;
      expect(await stopOf(platform, 'free')).toMatchObject({
        rule: 'limit-amount-unpriced',
        reason: 'nobody prices it, and it may cost 3.00 EUR at most',
      });
    });
  });
});
