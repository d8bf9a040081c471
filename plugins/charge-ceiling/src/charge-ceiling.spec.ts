import { describe, it } from '@jest/globals';
import { aSession, describePlugin, given } from '@wattledger/plugin-sdk/testing';
import { chargeCeiling } from './index.ts';

const batteryAt = (stateOfChargePercent?: number) => ({ session: aSession({ stateOfChargePercent }) });

describe('the charge ceiling', () => {
  it('stops a session whose battery has reached it', () =>
    given(chargeCeiling)
      .when('continueCharging', batteryAt(80))
      .thenStops({ rule: 'ceiling-reached', reason: 'battery at 80 %, ceiling is 80 %' }));

  it('lets a session go on below it', () =>
    given(chargeCeiling, { ceilingPercent: 90 }).when('continueCharging', batteryAt(89.5)).thenAbstains('89.5 % is below 90 %'));

  it('leaves a station alone that does not report the battery', () =>
    given(chargeCeiling).when('continueCharging', batteryAt()).thenAbstains('battery level not reported'));

  it('lets an exempt group fill up completely', () =>
    given(chargeCeiling, { exemptGroups: ['taxis'] })
      .when('continueCharging', { ...batteryAt(99), terms: { groupToken: 'taxis' } })
      .thenAbstains('exempt'));
});

describePlugin(chargeCeiling, { configs: [{ ceilingPercent: 50, exemptGroups: ['taxis'] }] });
