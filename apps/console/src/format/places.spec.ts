import { describe, expect, it } from '@jest/globals';
import { placeName, placesToCharge } from './places.ts';

const at = (evseId: number, connectorId: number, status: string | null = null) => ({
  evseId,
  connectorId,
  status,
  currentSessionId: null,
});

describe('a place to charge', () => {
  it('is called as its OCPP version calls it', () => {
    expect(placeName(at(2, 2), '1.6')).toBe('Connector 2');
    expect(placeName(at(2, 2), '2.0.1')).toBe('EVSE 2, connector 2');
    expect(placeName(at(2, 0), '2.1')).toBe('EVSE 2');
  });

  it('is a connector, not the EVSE around it', () => {
    expect(placesToCharge([at(1, 0), at(1, 1, 'Available')])).toEqual([at(1, 1, 'Available')]);
  });

  it('is a connector even if its status is not known yet', () => {
    expect(placesToCharge([at(1, 1)])).toHaveLength(1);
  });
});
