import { commandStream, platformData } from '@wattledger/charging';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Ledger } from '@wattledger/event-log';
import type { OpenCommand, OpenCommands } from '@wattledger/gateway';
import type { JsonObject } from '@wattledger/kernel';
import type { openReadModels } from '@wattledger/read-models';
import type { Projecting } from './projecting.ts';

/**
 * The commands that had not ended when the platform last stopped: those the rows know of, and from there on the log.
 *
 * Without a projector in this process the whole log is looked through.
 */
export async function openCommands(
  ledger: Ledger,
  projecting: Projecting | undefined,
  rows: ReturnType<typeof openReadModels> | undefined,
): Promise<OpenCommands> {
  const status = await projecting?.status();
  if (!status || !rows) return { open: [], after: BEFORE_FIRST };
  const waiting = await rows.selectFrom('commands').select('commandId').where('status', '=', 'requested').execute();
  const open = await Promise.all(waiting.map(({ commandId }) => requestOf(ledger, commandId)));
  return { open: open.filter((command) => command !== undefined), after: status.checkpoint };
}

async function requestOf(ledger: Ledger, commandId: string): Promise<OpenCommand | undefined> {
  for await (const event of ledger.read(commandStream(commandId), { limit: 1 })) {
    return { requested: platformData('CommandRequested', event.data as JsonObject), eventId: event.id };
  }
  return undefined;
}
