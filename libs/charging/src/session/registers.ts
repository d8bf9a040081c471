import type { Instant } from '@wattledger/kernel';
import type { RegisterSource, SessionState } from './session-state.ts';

/** More than any station delivers: what a register gains beyond it was not charged in this session. */
const MOST_POWER_W = 1_000_000;
/** Rounding, and what was charged between the start and the message that tells of it. */
const SLACK_WH = 1_000;

/** A session that is being put together: nobody else has it yet. */
export type SessionDraft = { -readonly [Name in keyof SessionState]: SessionState[Name] };

/** Takes the register at the start. What the start itself says outweighs a reading; of readings the earliest counts. */
export function noteMeterStart(draft: SessionDraft, energyWh: number, at: Instant, from: RegisterSource): void {
  const { meterStartAt, meterStartFrom, readingsBaseWh } = draft;
  if (meterStartFrom === 'start') return;
  if (from === 'reading' && meterStartAt !== undefined && at >= meterStartAt) return;
  draft.meterStartWh = energyWh;
  draft.meterStartAt = at;
  draft.meterStartFrom = from;
  // Readings that came before the start was known had only themselves to count from.
  if (readingsBaseWh !== undefined && isPlausible(energyWh, at, readingsBaseWh, draft.meterLatestAt))
    draft.readingsBaseWh = energyWh;
}

/**
 * Takes a reading of the register.
 *
 * Some stations count their readings from the start of the session and the register at the start from the day they were
 * made, or the other way round. Then readings count from the first of them.
 */
export function noteRegister(draft: SessionDraft, energyWh: number, at: Instant, of: 'begin' | 'end' | undefined): void {
  noteMeterStart(draft, energyWh, at, of === 'begin' ? 'start' : 'reading');
  const { meterStartWh = energyWh, meterStartAt = at } = draft;
  draft.readingsBaseWh ??= isPlausible(meterStartWh, meterStartAt, energyWh, at) ? meterStartWh : energyWh;
  if (energyWh < draft.readingsBaseWh && draft.meterStartFrom === 'reading') draft.readingsBaseWh = draft.meterStartWh;
  if (draft.meterLatestAt === undefined || at >= draft.meterLatestAt) {
    draft.meterLatestWh = energyWh;
    draft.meterLatestAt = at;
  }
  if (draft.meterStopFrom === 'stop') return;
  if (of === 'end') {
    draft.meterStopWh = energyWh;
    draft.meterStopFrom = 'stop';
  } else if (draft.state === 'ended') {
    draft.meterStopWh = draft.meterLatestWh;
    draft.meterStopFrom = 'reading';
  }
}

/** Stop minus start, where both are of one scale; else what the readings gained. */
export function energyOf(session: SessionState): number | undefined {
  const { meterStartWh, meterStopWh, meterLatestWh, readingsBaseWh } = session;
  const gained =
    meterLatestWh !== undefined && readingsBaseWh !== undefined ? wattHours(meterLatestWh - readingsBaseWh) : undefined;
  if (meterStopWh === undefined || meterStartWh === undefined) return gained;
  const delivered = wattHours(meterStopWh - meterStartWh);
  return delivered ?? gained;
}

/** Registers in kWh with decimals leave dust behind when they are subtracted. */
const wattHours = (difference: number): number | undefined =>
  difference < 0 ? undefined : Math.round(difference * 1_000) / 1_000;

function isPlausible(fromWh: number, from: Instant, toWh: number, to: Instant | undefined): boolean {
  const hours = to === undefined ? 0 : Math.abs(Date.parse(to) - Date.parse(from)) / 3_600_000;
  return toWh >= fromWh && toWh - fromWh <= hours * MOST_POWER_W + SLACK_WH;
}
