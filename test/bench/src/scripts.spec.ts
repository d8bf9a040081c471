import { describe, expect, it } from '@jest/globals';
import { deviationsOf } from '@wattledger/station-simulator/testing';
import { benchVersions, dayOf, mixes, scriptOf } from './scripts.ts';
import type { Telling } from './scripts.ts';

describe.each(benchVersions)('A station of the load generator that speaks OCPP %s', (version) => {
  it.each([...mixes, 'day'] as const)('says nothing that breaks the official schemas (%s)', (what) => {
    const station: Telling = {
      stationId: 'B-1',
      transactionId: version === '1.6' ? 1 : 'tx',
      energyWh: 10_000,
      socPercent: 20,
      seqNo: 0,
    };
    const { prelude, loop } = what === 'day' ? dayOf(version) : scriptOf(what, version);
    const said = [...prelude, ...loop].map(({ action, payload }) => ({ action, payload: JSON.parse(payload(station)) }));
    expect(said.flatMap(({ action, payload }) => deviationsOf(version, action, 'request', payload))).toEqual([]);
  });
});
