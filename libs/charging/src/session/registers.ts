import type { Instant } from '@wattledger/kernel';
import type { RegisterSource, SessionState } from './session-state.ts';

/** More than any station delivers: what a register gains beyond it was not charged in this session. */
const MOST_POWER_W = 1_000_000;
/** Rounding, and what was charged between the start and the message that tells of it. */
const SLACK_WH = 1_000;

/** A session that is being put together: nobody else has it yet. */
export type SessionDraft = { -readonly [Name in keyof SessionState]: SessionState[Name] };

type RegisterName =
  | 'meterStartWh'
  | 'meterStartFrom'
  | 'meterStartAt'
  | 'readingsBaseWh'
  | 'meterLatestWh'
  | 'meterLatestAt'
  | 'meterStopWh'
  | 'meterStopFrom';

/** What the registers have said of a session: all that its energy is computed from, for rows and for prices alike. */
export type SessionRegisters = Pick<SessionState, RegisterName>;

/** Registers that are being put together: nobody else has them yet. */
export type RegisterDraft = { -readonly [Name in RegisterName]?: SessionState[Name] } & {
  readonly state?: SessionState['state'];
};

/** Takes the register that the start itself tells: it outweighs every reading. */
export function noteMeterStart(draft: RegisterDraft, energyWh: number, at: Instant): void {
  setMeterStart(draft, energyWh, at, 'start');
}

/** Takes a reading for the register at the start: one marked so before others, of others the earliest. */
function noteFirstReading(draft: RegisterDraft, energyWh: number, at: Instant, from: RegisterSource): void {
  const { meterStartAt, meterStartFrom } = draft;
  if (meterStartFrom === 'start') return;
  if (from === 'reading' && meterStartAt !== undefined && at >= meterStartAt) return;
  setMeterStart(draft, energyWh, at, from);
}

function setMeterStart(draft: RegisterDraft, energyWh: number, at: Instant, from: RegisterSource): void {
  const { readingsBaseWh } = draft;
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
export function noteRegister(draft: RegisterDraft, energyWh: number, at: Instant, of: 'begin' | 'end' | undefined): void {
  noteFirstReading(draft, energyWh, at, of === 'begin' ? 'start' : 'reading');
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

/** Takes the end: what it says of the register itself, else the reading that was marked so, else the newest. */
export function noteMeterStop(draft: RegisterDraft, energyWh: number | undefined): void {
  if (energyWh === undefined && draft.meterStopFrom === 'stop') return;
  draft.meterStopWh = energyWh ?? draft.meterLatestWh;
  draft.meterStopFrom = energyWh !== undefined ? 'stop' : draft.meterLatestWh === undefined ? undefined : 'reading';
}

type Registers = Pick<SessionState, 'meterStartWh' | 'meterStopWh' | 'meterLatestWh' | 'readingsBaseWh'>;

/**
 * The energy that a session has delivered, Wh: stop minus start. While it charges, and where the register ran backwards between
 * the two, what its readings gained. A register that ran backwards and has no readings to say better delivered nothing: 0.
 * `undefined` where too little is known. What is shown and what is priced both come from here.
 */
export function energyDeliveredWh(session: Registers): number | undefined {
  const { meterStartWh, meterStopWh, meterLatestWh, readingsBaseWh } = session;
  const gained =
    meterLatestWh !== undefined && readingsBaseWh !== undefined ? wattHours(meterLatestWh - readingsBaseWh) : undefined;
  if (meterStopWh === undefined || meterStartWh === undefined) return gained;
  return wattHours(meterStopWh - meterStartWh) ?? gained ?? 0;
}

/** Registers in kWh with decimals leave dust behind when they are subtracted. */
const wattHours = (difference: number): number | undefined =>
  difference < 0 ? undefined : Math.round(difference * 1_000) / 1_000;

function isPlausible(fromWh: number, from: Instant, toWh: number, to: Instant | undefined): boolean {
  const hours = to === undefined ? 0 : Math.abs(Date.parse(to) - Date.parse(from)) / 3_600_000;
  return toWh >= fromWh && toWh - fromWh <= hours * MOST_POWER_W + SLACK_WH;
}
