import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { EventVersions, formOf, MESSAGE_FORM } from './event-versions.ts';

/** A connector's number was once called `connector`, and a place was once one text. */
const versions = new EventVersions({
  StationPlaced: [
    ({ connector, ...data }: JsonObject) => ({ ...data, ...(connector !== undefined && { connectorId: connector }) }),
    ({ place, ...data }: JsonObject) => ({ ...data, siteId: String(place).split('/')[0] ?? '', groups: [] }),
  ],
});

describe('the versions of an event', () => {
  it('begin with 1 and rise with every step', () => {
    expect(versions.current('StationPlaced')).toBe(3);
    expect(versions.current('StationConnected')).toBe(1);
    expect(versions.raised).toBe(2);
  });

  it('are read through every step since, in order', () => {
    expect(versions.upcast('StationPlaced', 1, { connector: 2, place: 'oak/3' })).toEqual({
      connectorId: 2,
      siteId: 'oak',
      groups: [],
    });
    expect(versions.upcast('StationPlaced', 2, { connectorId: 2, place: 'oak/3' })).toEqual({
      connectorId: 2,
      siteId: 'oak',
      groups: [],
    });
  });

  it('leave alone what is in the form of today', () => {
    const data = { siteId: 'oak', groups: ['a'] };
    expect(versions.upcast('StationPlaced', 3, data)).toBe(data);
    expect(versions.upcast('StationConnected', 1, data)).toBe(data);
  });

  it('refuse by name what a newer platform has written', () => {
    expect(() => versions.upcast('StationPlaced', 4, {})).toThrow(
      expect.objectContaining({ code: 'event-from-newer-version', message: expect.stringContaining('StationPlaced') }),
    );
  });

  it('are shared by all messages', () => {
    expect(formOf('BootNotificationReceived', 'call')).toBe(MESSAGE_FORM);
    expect(formOf('StationPlaced', undefined)).toBe('StationPlaced');
  });
});
