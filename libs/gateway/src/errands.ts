import type { Afterwards, StationErrand } from './actions/action.ts';
import type { StationParts } from './station-parts.ts';

/** Does what an exchange led to. A crash before this loses it; a later reading of the session, or the station itself, leads to it again. */
export async function runErrands(parts: StationParts, errands: readonly (StationErrand | Afterwards)[]): Promise<void> {
  for (const errand of errands) {
    try {
      await (typeof errand === 'function' ? errand() : ask(parts, errand));
    } catch (error) {
      const what = typeof errand === 'function' ? 'afterwards' : errand.command.name;
      parts.services.log.error({ stationId: parts.id, what, error: String(error) }, 'an errand could not be recorded');
    }
  }
}

/** Asks something of the station. */
async function ask({ id, services }: StationParts, { command, reason, idempotencyKey }: StationErrand): Promise<void> {
  const request = { stationId: id, command, reason, idempotencyKey: `${id} ${idempotencyKey}`, requestedBy: 'platform' };
  await services.commandDesk.request({ ...request, waitForStation: true, expiresInSeconds: 3_600 });
}
