import type { Answer, AuthorizationDecision, Question } from '@wattledger/charging';
import { instantOf } from '@wattledger/kernel';
import type { Instant, JsonObject } from '@wattledger/kernel';
import type { Decision } from '../exchange.ts';
import type { OpenTransaction } from '../station-memory.ts';
import type { CallContext } from './action.ts';

/** OCPP's registration statuses for what was decided. */
export const registrationStatusOf = { accepted: 'Accepted', pending: 'Pending', refused: 'Rejected' } as const;

/** Instants as the pickiest stations read them: `Z`, no fraction. */
export const ocppTime = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;

/** Asks whether a station may serve. */
export async function admission(
  { ask, stationId, version }: CallContext,
  station: Omit<Question<'admitStation'>, 'stationId' | 'ocppVersion'>,
): Promise<{ answer: Answer<'admitStation'>; decided: Decision[] }> {
  const { answer, votes } = await ask('admitStation', { stationId, ocppVersion: version, ...station });
  return { answer, decided: [{ type: 'StationAdmissionDecided', data: { ...answer, votes: asJson(votes) } }] };
}

/** Asks whether the holder of a token may charge. The token is sealed where it is personal and gone where it is a PIN. */
export async function authorization(
  { ask, stationId }: CallContext,
  question: Omit<Question<'authorize'>, 'stationId'>,
): Promise<{ answer: AuthorizationDecision; decided: Decision[] }> {
  const { answer, votes } = await ask('authorize', { stationId, ...question });
  const { token, tokenType, evseId, connectorId, transactionId } = question;
  const about = withoutUndefined({ tokenType, evseId, connectorId, transactionId });
  const decision: Decision = {
    type: 'AuthorizationDecided',
    data: { ...withoutUndefined({ ...answer }), token, ...about, votes: asJson(votes) },
    sensitive: [{ path: ['token'], kind: tokenType === 'KeyCode' ? 'secret' : 'personal' }],
  };
  return { answer, decided: [decision] };
}

/** What the event that ends a session tells of it, beside what is remembered. */
export interface SessionEnd {
  readonly transactionId: string;
  readonly transaction: OpenTransaction | undefined;
  readonly endedAt: Instant | undefined;
}

/** Prices a session that has ended; nothing where a register is missing, or the meter ran backwards. */
export async function price({ ask, stationId, now }: CallContext, end: SessionEnd): Promise<Decision[]> {
  const { transactionId, transaction, endedAt = instantOf(now) } = end;
  const { firstWh, lastWh, startedAt = transaction?.firstAt ?? endedAt } = transaction ?? {};
  if (firstWh === undefined || lastWh === undefined) return [];
  // Registers in kWh with decimals leave dust behind when they are subtracted.
  const energyWh = Math.round((lastWh - firstWh) * 1_000) / 1_000;
  if (!Number.isFinite(energyWh) || energyWh < 0) return [];
  const { answer, votes } = await ask('priceSession', { stationId, transactionId, startedAt, endedAt, energyWh });
  return [{ type: 'SessionPriced', data: { transactionId, energyWh, ...answer, votes: asJson(votes) } }];
}

const statuses16 = { Accepted: 'Accepted', Blocked: 'Blocked', Expired: 'Expired', ConcurrentTx: 'ConcurrentTx' } as const;

/** 1.6 has five statuses; whatever it lacks is `Invalid` there. */
export const idTagInfoOf = ({ status, expiresAt, groupToken }: AuthorizationDecision) => ({
  status: status in statuses16 ? statuses16[status as keyof typeof statuses16] : ('Invalid' as const),
  ...(expiresAt !== undefined && { expiryDate: expiresAt }),
  ...(groupToken !== undefined && { parentIdTag: groupToken }),
});

/** 2.x. The group's token is of the type that central systems give. */
export const idTokenInfoOf = ({ status, expiresAt, groupToken }: AuthorizationDecision) => ({
  status,
  ...(expiresAt !== undefined && { cacheExpiryDateTime: expiresAt }),
  ...(groupToken !== undefined && { groupIdToken: { idToken: groupToken, type: 'Central' as const } }),
});

const withoutUndefined = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
const asJson = (votes: readonly object[]): JsonObject[] => votes.map(withoutUndefined);
