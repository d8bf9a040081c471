import type { Instant } from '@wattledger/kernel';
import type { Command } from './commands.ts';

/** What becomes of a command. */
export interface CommandEvents {
  // In command-<id>. Whoever writes second has it: a gateway that takes it, or whoever ends it.
  CommandRequested: {
    readonly commandId: string;
    readonly stationId: string;
    readonly command: Command;
    readonly requestedBy: string;
    readonly reason?: string;
    readonly expiresAt: Instant;
    /** False: fails at once when the station is not connected. */
    readonly waitForStation: boolean;
    readonly answerTimeoutSeconds: number;
    readonly idempotencyKey?: string;
  };
  /** A gateway is about to make the call. From here on the station's stream tells what becomes of it. */
  CommandTaken: { readonly commandId: string; readonly stationId: string; readonly node: string };
  CommandExpired: { readonly commandId: string; readonly stationId: string };
  CommandRefused: { readonly commandId: string; readonly stationId: string; readonly code: string; readonly message: string };

  // In opencommands: where a process that starts takes up the commands; derived from the commands' own streams.
  OpenCommandsNoted: {
    /** Everything up to this position is in it. */
    readonly upTo: number;
    readonly commandIds: readonly string[];
  };
}
