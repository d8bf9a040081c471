import type { Refusal } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';

/** Whose a user name or a PIN is. One stream each, so that the log itself sees to it that nobody else gets it. */
export interface ClaimState {
  readonly accountId: string;
}

export function evolveClaim(state: ClaimState | undefined, event: PlatformEvent): ClaimState | undefined {
  switch (event.type) {
    case 'LoginNameTaken':
    case 'PinTaken':
      return { accountId: event.data.accountId };
    case 'LoginNameReleased':
    case 'PinReleased':
      return undefined;
    default:
      return state;
  }
}

/** @param taken what is said when another account has it */
export const claim =
  (accountId: string, claimed: PlatformEvent, taken: Refusal) =>
  (state: ClaimState | undefined): readonly PlatformEvent[] | Refusal => {
    if (state && state.accountId !== accountId) return taken;
    return state ? [] : [claimed];
  };

export const release =
  (accountId: string, released: PlatformEvent) =>
  (state: ClaimState | undefined): readonly PlatformEvent[] =>
    state?.accountId === accountId ? [released] : [];
