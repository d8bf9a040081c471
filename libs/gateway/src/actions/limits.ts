import { createHash } from 'node:crypto';
import type { SessionLimits } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import { ocppTime } from './common.ts';
import type { CallContext, StationErrand } from './action.ts';
import type { Start } from './driver.ts';

/** OCPP 2.1: the limits as the station is told of them (`transactionLimit`, part 2, use cases E16 and I11); nothing where there are none. */
export function transactionLimitOf({ version }: CallContext, started: Start) {
  const limits = limitsOf(started);
  if (!limits || version !== '2.1') return undefined;
  const { amount, energyWh, seconds, stateOfChargePercent } = limits;
  const limit = {
    ...(amount !== undefined && { maxCost: Number(amount) }),
    ...(energyWh !== undefined && { maxEnergy: energyWh }),
    ...(seconds !== undefined && { maxTime: Math.floor(seconds) }),
    ...(stateOfChargePercent !== undefined && { maxSoC: Math.round(stateOfChargePercent) }),
  };
  return Object.keys(limit).length > 0 ? limit : undefined;
}

/** Of a session that may run: one that may not is stopped. */
const limitsOf = ({ answer, terms }: Start): SessionLimits | undefined =>
  (answer?.status ?? 'Accepted') === 'Accepted' ? terms.limits : undefined;

/** Where a transaction runs, for the profile that ends it. */
interface Running {
  readonly transactionId: string;
  readonly evseId?: number;
  readonly startedAt: Instant;
}

/**
 * Before 2.1 a station knows no limits, but it knows charging profiles: one for this transaction that allows nothing from its deadline on.
 *
 * It is not valid before the deadline, so that it takes no other profile's place until then; and it holds while the station is out of reach.
 * The platform stops the session all the same, and a station that refuses the profile loses nothing.
 */
export function deadlineErrands(
  { version, now }: CallContext,
  { transactionId, evseId, startedAt }: Running,
  started: Start,
): readonly StationErrand[] {
  const limits = limitsOf(started);
  if (version === '2.1' || limits?.seconds === undefined || !evseId) return [];
  const deadline = new Date(Date.parse(startedAt) + limits.seconds * 1_000);
  if (Number.isNaN(deadline.getTime()) || deadline <= now) return [];
  const at = ocppTime(deadline);
  const payload = version === '1.6' ? profile16(transactionId, evseId, at) : profile2(transactionId, evseId, at);
  return [
    {
      command: { name: 'SendCall', action: 'SetChargingProfile', payload },
      reason: `it may go on for ${limits.seconds} s at most`,
      idempotencyKey: `deadline ${transactionId}`,
    },
  ];
}

const NOTHING_FLOWS = { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 0 }] };
const OF_TRANSACTION = { stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Absolute' };

const profile16 = (transactionId: string, connectorId: number, deadline: string): JsonObject => ({
  connectorId,
  csChargingProfiles: {
    chargingProfileId: profileIdOf(transactionId),
    transactionId: Number(transactionId),
    ...OF_TRANSACTION,
    validFrom: deadline,
    chargingSchedule: { startSchedule: deadline, ...NOTHING_FLOWS },
  },
});

const profile2 = (transactionId: string, evseId: number, deadline: string): JsonObject => ({
  evseId,
  chargingProfile: {
    id: profileIdOf(transactionId),
    transactionId,
    ...OF_TRANSACTION,
    validFrom: deadline,
    chargingSchedule: [{ id: profileIdOf(transactionId), startSchedule: deadline, ...NOTHING_FLOWS }],
  },
});

/** 31 bits, the same for the same transaction. */
const profileIdOf = (transactionId: string): number =>
  createHash('sha256').update(transactionId).digest().readUInt32BE() & 0x7fffffff;
