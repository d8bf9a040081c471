import type { Answer, AuthorizationAnswer, Decided, DecisionPoint, Question } from '@wattledger/charging';
import { unplacedStation } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import type { CallContext } from './action.ts';
import type { Decision } from '../exchange.ts';

/** OCPP's registration statuses for what was decided. */
export const registrationStatusOf = { accepted: 'Accepted', pending: 'Pending', refused: 'Rejected' } as const;

/** Instants as the pickiest stations read them: `Z`, no fraction. */
export const ocppTime = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;

/** What every question begins with. */
export async function atStation({ stationId, version, now, directory }: CallContext) {
  return { stationId, ocppVersion: version, at: now.toISOString(), station: await directory.station(stationId) } as const;
}

/** Why a decision came out as it did, for its event. */
export function reasoned({ reason, rule, votes }: Decided<DecisionPoint>, question: AtStation): object {
  const { at, station } = question;
  const nobodySaid = station.siteId === undefined && station.groups.length === 0 && station.timeZone === unplacedStation.timeZone;
  return { reason, rule, votes, asked: { at, ...(!nobodySaid && { station }) } };
}

export type AtStation = Pick<Question<DecisionPoint>, 'at' | 'station'>;

/** A copy without what is absent, as it will be stored. */
export const withoutUndefined = (value: object): JsonObject => copied(value) as JsonObject;

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => copied(entry));
  if (typeof value !== 'object' || value === null) return value;
  const source = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(source)) if (source[name] !== undefined) copy[name] = copied(source[name]);
  return copy;
}

/** Asks whether a station may serve. Where nobody says, it may: its credentials were checked when it connected. */
export async function admission(
  context: CallContext,
  station: Pick<Question<'admitStation'>, 'vendor' | 'model' | 'serialNumber' | 'firmwareVersion'>,
): Promise<{ answer: Required<Answer<'admitStation'>>; decided: Decision[] }> {
  const question = { ...(await atStation(context)), ...station };
  const decided = await context.ask('admitStation', question);
  const answer = { outcome: 'accepted', heartbeatSeconds: context.heartbeatSeconds, ...decided.answer } as const;
  const data = withoutUndefined({ ...answer, ...reasoned(decided, question) });
  return { answer, decided: [{ type: 'StationAdmissionDecided', data }] };
}

const statuses16 = { Accepted: 'Accepted', Blocked: 'Blocked', Expired: 'Expired', ConcurrentTx: 'ConcurrentTx' } as const;

/** 1.6 has five statuses; whatever it lacks is `Invalid` there. */
export const idTagInfoOf = ({ status, expiresAt, groupToken }: AuthorizationAnswer) => ({
  status: status in statuses16 ? statuses16[status as keyof typeof statuses16] : ('Invalid' as const),
  ...(expiresAt !== undefined && { expiryDate: expiresAt }),
  ...(groupToken !== undefined && { parentIdTag: groupToken }),
});

/** 2.x. The group's token is of the type that central systems give. */
export const idTokenInfoOf = ({ status, expiresAt, groupToken, language, message }: AuthorizationAnswer) => ({
  status,
  ...(expiresAt !== undefined && { cacheExpiryDateTime: expiresAt }),
  ...(groupToken !== undefined && { groupIdToken: { idToken: groupToken, type: 'Central' as const } }),
  ...(language !== undefined && { language1: language }),
  ...(message !== undefined && { personalMessage: { format: 'UTF8' as const, content: message } }),
});
