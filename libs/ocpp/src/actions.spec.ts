import { describe, expect, it } from '@jest/globals';
import {
  actionsOf,
  directionOf,
  isKnownAction,
  isPlatformAction,
  isSendAction,
  isStationAction,
  listActions,
  listAllActions,
} from './actions.ts';
import { ocppVersions } from './message.ts';
import { schemaOf } from './schemas.ts';

describe('the catalogue of actions', () => {
  it.each([
    ['1.6', 39, 14, 26],
    ['2.0.1', 64, 25, 40],
    ['2.1', 91, 37, 55],
  ] as const)(
    'of OCPP %s has %i actions, %i called by the station and %i by the platform',
    (version, all, fromStation, toStation) => {
      const actions = listActions(version);
      expect(actions).toHaveLength(all);
      expect(actions.filter((action) => isStationAction(version, action))).toHaveLength(fromStation);
      expect(actions.filter((action) => isPlatformAction(version, action))).toHaveLength(toStation);
    },
  );

  it.each(ocppVersions)('names each action of OCPP %s once', (version) => {
    const { fromStation, toStation, both } = actionsOf[version];
    const names: readonly string[] = [...fromStation, ...toStation, ...both];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(ocppVersions)('has the official schemas of every action of OCPP %s', (version) => {
    for (const action of listActions(version)) {
      expect([action, schemaOf(version, action, 'request')?.type]).toEqual([action, 'object']);
      const answered = !isSendAction(version, action);
      expect([action, schemaOf(version, action, 'response')?.type]).toEqual([action, answered ? 'object' : undefined]);
    }
  });

  it('keeps in 2.1 what 2.0.1 had', () => {
    expect(listActions('2.0.1').filter((action) => !isKnownAction('2.1', action))).toEqual([]);
  });

  it('lists the names of all versions once', () => {
    expect(listAllActions()).toEqual([...new Set(ocppVersions.flatMap((version) => listActions(version)))].sort());
  });

  it('knows who calls', () => {
    expect(directionOf('1.6', 'BootNotification')).toBe('fromStation');
    expect(directionOf('2.0.1', 'GetTransactionStatus')).toBe('toStation');
    expect(directionOf('2.1', 'VatNumberValidation')).toBe('fromStation');
    expect(directionOf('2.1', 'DataTransfer')).toBe('both');
    expect(directionOf('1.6', 'TransactionEvent')).toBeUndefined();
    expect(directionOf('2.1', '__proto__')).toBeUndefined();
  });

  it('has one SEND', () => {
    expect(listActions('2.1').filter((action) => isSendAction('2.1', action))).toEqual(['NotifyPeriodicEventStream']);
    expect(isSendAction('2.0.1', 'NotifyPeriodicEventStream')).toBe(false);
  });
});
