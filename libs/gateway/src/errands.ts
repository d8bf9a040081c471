import type { Span } from '@wattledger/kernel';
import type { Afterwards, StationErrand } from './actions/action.ts';
import type { StationParts } from './station-parts.ts';

/** Does what an exchange led to. A crash before this loses it; a later reading of the session, or the station itself, leads to it again. */
export async function runErrands(
  parts: StationParts,
  errands: readonly (StationErrand | Afterwards)[],
  span?: Span,
): Promise<void> {
  const { id, services } = parts;
  for (const errand of errands) {
    const run = () => (typeof errand === 'function' ? errand() : ask(parts, errand));
    try {
      await (span && services.tracer ? services.tracer.within(span, run) : run());
    } catch (error) {
      const what = typeof errand === 'function' ? 'afterwards' : errand.command.name;
      services.log.error({ stationId: id, what, error: String(error) }, 'an errand could not be recorded');
    }
  }
}

/** Asks something of the station. */
async function ask({ id, services }: StationParts, { command, reason, idempotencyKey }: StationErrand): Promise<void> {
  const request = { stationId: id, command, reason, idempotencyKey: `${id} ${idempotencyKey}`, requestedBy: 'platform' };
  await services.commandDesk.request({ ...request, waitForStation: true, expiresInSeconds: 3_600 });
}
