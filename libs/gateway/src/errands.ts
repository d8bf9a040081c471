import type { StationErrand } from './actions/action.ts';
import type { StationParts } from './station-parts.ts';

/** Asks of a station what its exchange led to. A crash before this loses an errand; a later reading of the session leads to it again. */
export async function runErrands({ id, services }: StationParts, errands: readonly StationErrand[]): Promise<void> {
  for (const { command, reason, idempotencyKey } of errands) {
    try {
      const request = { stationId: id, command, reason, idempotencyKey: `${id} ${idempotencyKey}`, requestedBy: 'platform' };
      await services.commandDesk.request({ ...request, waitForStation: true, expiresInSeconds: 3_600 });
    } catch (error) {
      services.log.error({ stationId: id, command: command.name, error: String(error) }, 'an errand could not be recorded');
    }
  }
}
