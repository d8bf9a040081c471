import { parseInstant } from '@wattledger/kernel';
import type { Instant } from '@wattledger/kernel';
import { action2 } from '../action.ts';
import type { CallContext } from '../action.ts';
import { idTokenInfoOf } from '../common.ts';
import { authorization, start, stoppingOf } from '../driver.ts';
import { deadlineErrands, transactionLimitOf } from '../limits.ts';
import type { Authorization, Start } from '../driver.ts';
import { continuing, price, runningPrice, withReadings } from '../session.ts';
import type { OpenTransaction } from '../../station-memory.ts';

/** A session starts, goes on or ends (OCPP 2.0.1, part 2, use cases E01 to E15). */
export const transactionEvent = action2('TransactionEvent', async (request, context) => {
  const { eventType, timestamp, transactionInfo, triggerReason, idToken, evse } = request;
  const { transactionId } = transactionInfo;
  const at = parseInstant(timestamp) ?? context.now.toISOString();
  const open = context.memory.transaction(transactionId);
  const place = { evseId: evse?.id ?? open?.evseId, connectorId: evse?.connectorId ?? open?.connectorId };
  const ends = eventType === 'Ended' || triggerReason === 'StopAuthorized';
  const endedAt = eventType === 'Ended' ? at : open?.endedAt;
  const driver = idToken && (await authorized(context, idToken, { transactionId, ...place, ends, open }));
  const started = ends
    ? undefined
    : await startOf(context, open, { transactionId, ...place, at }, driver, eventType === 'Started');
  const answer = started?.answer ?? driver?.answer;

  const read = withReadings(context, 'TransactionEvent').get(transactionId) ?? open;
  const now = started && read ? { ...read, terms: started.terms } : read;
  const gone =
    endedAt === undefined
      ? undefined
      : await price(context, { transactionId, transaction: priceable(now, eventType, at), endedAt });
  const shown = gone?.price ?? (now?.terms?.tariff ? await runningPrice(context, transactionId, now) : undefined);
  const goesOn = gone ? undefined : await continuing(context, transactionId, now);
  const transactionLimit = started && transactionLimitOf(context, started);
  const running = { transactionId, ...place, startedAt: open?.startedAt ?? at };
  const deadline = started ? deadlineErrands(context, running, started) : [];
  return {
    decided: [...(driver?.decided ?? []), ...(started?.decided ?? []), ...(gone?.decided ?? []), ...(goesOn?.decided ?? [])],
    errands: [...deadline, ...(goesOn?.errands ?? [])],
    reply: {
      ...(answer && idToken && { idTokenInfo: idTokenInfoOf(answer) }),
      ...(shown && { totalCost: Number(shown.amount) }),
      ...(transactionLimit && { transactionLimit }),
    },
  };
});

interface AtTransaction {
  readonly transactionId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
}

async function authorized(
  context: CallContext,
  { idToken, type }: { idToken: string; type: string },
  { open, ends, ...about }: AtTransaction & { ends: boolean; open: OpenTransaction | undefined },
): Promise<Authorization> {
  const sealed = context.sealed['idToken'] as { idToken?: unknown } | undefined;
  const stopping = ends ? await stoppingOf(context, open, sealed?.idToken) : undefined;
  return authorization(context, { token: idToken, tokenType: type, purpose: ends ? 'stop' : 'start', ...about, stopping });
}

/** A session gets its terms when it begins, and anew when its driver becomes known: the cable may come before the card. */
function startOf(
  context: CallContext,
  open: OpenTransaction | undefined,
  { at, ...about }: AtTransaction & { at: Instant },
  driver: Authorization | undefined,
  begins: boolean,
): Promise<Start> | undefined {
  if (!begins && (!driver || open?.terms?.accountId !== undefined || open?.terms?.walletId !== undefined)) return undefined;
  return start(context, { ...about, startedAt: open?.startedAt ?? at }, driver);
}

/**
 * What can be priced now that the session has ended. Where its start was never told of, the end must bring both registers; else
 * the price waits for the start, which a station may send later.
 */
function priceable(now: OpenTransaction | undefined, eventType: string, at: Instant): OpenTransaction | undefined {
  if (eventType === 'Started') return { ...now, startedAt: now?.startedAt ?? at };
  const { meterStartAt, meterLatestAt } = now?.registers ?? {};
  return now?.startedAt !== undefined || meterStartAt !== meterLatestAt ? now : undefined;
}
