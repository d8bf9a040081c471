import type { KnownWallet } from '../drivers/known-driver.ts';
import { plus } from './money.ts';

/**
 * A wallet as it is beside one session: what that session has reserved counts as available. Who asks again whether a session may run, because
 * its start came again or its driver shows the card once more, must not be refused for its own reservation.
 */
export function walletBeside(wallet: KnownWallet, sessionId: string): KnownWallet {
  const own = wallet.openSessions.find((session) => session.sessionId === sessionId);
  if (!own) return wallet;
  const { available } = wallet;
  return {
    ...wallet,
    ...(available !== undefined && { available: plus(available, own.reserved) }),
    openSessions: wallet.openSessions.filter((session) => session !== own),
  };
}
