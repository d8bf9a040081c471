import { describe, expect, it } from '@jest/globals';
import type { Action } from './actions.ts';
import type { OcppVersion } from './message.ts';
import type { Request, Response } from './types.ts';

/** Fails to compile unless every action of the catalogue has a type. */
type Untyped<Version extends OcppVersion> = {
  [Name in Action<Version>]: [Request<Version, Name>] extends [never] ? Name : never;
}[Action<Version>];
type Unanswered<Version extends OcppVersion> = {
  [Name in Action<Version>]: [Response<Version, Name>] extends [never] ? Name : never;
}[Action<Version>];
type Is<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

describe('the types of payloads', () => {
  it('cover every request of the catalogue', () => {
    const covered: [Is<Untyped<'1.6'>, never>, Is<Untyped<'2.0.1'>, never>, Is<Untyped<'2.1'>, never>] = [true, true, true];
    expect(covered).not.toContain(false);
  });

  it('cover every response of the catalogue but that of the one SEND', () => {
    const covered: [
      Is<Unanswered<'1.6'>, never>,
      Is<Unanswered<'2.0.1'>, never>,
      Is<Unanswered<'2.1'>, 'NotifyPeriodicEventStream'>,
    ] = [true, true, true];
    expect(covered).not.toContain(false);
  });

  it('say what a boot looks like in 1.6 and in 2.x', () => {
    const boot16: Request<'1.6', 'BootNotification'> = { chargePointVendor: 'Acme', chargePointModel: 'One' };
    const boot201: Request<'2.0.1', 'BootNotification'> = {
      reason: 'PowerUp',
      chargingStation: { vendorName: 'Acme', model: 'One' },
    };
    // @ts-expect-error a boot of 1.6 names its model
    const noModel: Request<'1.6', 'BootNotification'> = { chargePointVendor: 'Acme' };
    // @ts-expect-error 2.x has no vendor at the top
    const mixed: Request<'2.1', 'BootNotification'> = { chargePointVendor: 'Acme' };
    expect([boot16, boot201, noModel, mixed]).toHaveLength(4);
  });

  it('say how a boot is answered', () => {
    const answer: Response<'2.1', 'BootNotification'> = {
      currentTime: '2026-01-01T00:00:00Z',
      interval: 300,
      status: 'Accepted',
    };
    // @ts-expect-error no such status
    const unheardOf: Response<'1.6', 'BootNotification'>['status'] = 'Perhaps';
    expect([answer.status, unheardOf]).toHaveLength(2);
  });

  it('know which version has which action', () => {
    const swap: Action<'2.1'> = 'BatterySwap';
    // @ts-expect-error battery swap came with 2.1
    const tooEarly: Action<'2.0.1'> = 'BatterySwap';
    expect([swap, tooEarly]).toHaveLength(2);
  });
});
