import type { Span } from '@wattledger/kernel';
import type { StationErrand } from './actions/action.ts';
import type { StationParts } from './station-parts.ts';

/** Asks of a station what its exchange led to. A crash before this loses an errand; a later reading of the session leads to it again. */
export async function runErrands({ id, services }: StationParts, errands: readonly StationErrand[], span?: Span): Promise<void> {
  const ask: StationParts['services']['commandDesk']['request'] = (request) =>
    span && services.tracer
      ? services.tracer.within(span, () => services.commandDesk.request(request))
      : services.commandDesk.request(request);
  for (const { command, reason, idempotencyKey } of errands) {
    try {
      const request = { stationId: id, command, reason, idempotencyKey: `${id} ${idempotencyKey}`, requestedBy: 'platform' };
      await ask({ ...request, waitForStation: true, expiresInSeconds: 3_600 });
    } catch (error) {
      services.log.error({ stationId: id, command: command.name, error: String(error) }, 'an errand could not be recorded');
    }
  }
}
