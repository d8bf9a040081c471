import { nameOfShown, showingOf } from '@wattledger/charging';
import type { Departure, PlatformEvents, SyncedSetting } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import type { CommandRecord, StationRecord } from './station-records.ts';

/** How patient the platform is with stations. */
export interface SyncPolicy {
  /** How often a setting is sent that nobody answers. */
  readonly mostAttempts: number;
  /** Before the second sending; doubles with each. */
  readonly pauseSeconds: number;
  /** How often a setting is sent again to a station that reports another value; its next boot begins anew. */
  readonly mostDrifts: number;
  /** How long a call may wait for the station. */
  readonly callExpiresInSeconds: number;
  /** How long after the answer to a question that which it announced, or should have held, is waited for. */
  readonly reportSeconds: number;
}

export const defaultSyncPolicy: SyncPolicy = {
  mostAttempts: 5,
  pauseSeconds: 30,
  mostDrifts: 3,
  callExpiresInSeconds: 300,
  reportSeconds: 60,
};

export type Because = PlatformEvents['SettingSent']['because'];

/** What is to be done about a setting of a station that is there to be told. */
export type SyncStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'send'; readonly because: Because }
  | { readonly step: 'request'; readonly index: number }
  | { readonly step: 'confirm' }
  | { readonly step: 'refuse'; readonly code: string; readonly why: string; readonly commandId?: string }
  | ({
      readonly step: 'notice-drift';
      readonly variable: string;
      readonly reportedAt: Instant;
      readonly afterBoot?: boolean;
    } & Departure)
  | { readonly step: 'read-back' }
  | { readonly step: 'wait'; readonly until: number };

const nothing: SyncStep = { step: 'nothing' };

/**
 * Pure: what has been recorded of the setting, what the rows say of the station, and the time.
 *
 * @param commands those that carry its calls; of a setting that {@link isToBeReadBack} those that ask for it
 */
export function nextSyncStep(
  setting: SyncedSetting,
  station: StationRecord,
  commands: readonly (CommandRecord | undefined)[],
  nowMs: number,
  policy: SyncPolicy,
): SyncStep {
  switch (setting.status) {
    case 'pending':
      if (setting.drifts > policy.mostDrifts) {
        return {
          step: 'refuse',
          code: 'setting-drifts',
          why: `the station keeps reporting another value; told ${setting.drifts} times`,
        };
      }
      return { step: 'send', because: setting.drifts > 0 ? 'drifted' : 'changed' };
    case 'sent':
      return afterCalls(setting, commands, nowMs, policy);
    case 'refused':
      if (setting.resend) return { step: 'send', because: 'asked' };
      return hasBootedSince(station, setting.settledAt) ? { step: 'send', because: 'booted' } : nothing;
    case 'confirmed':
      if (setting.resend) return { step: 'send', because: 'asked' };
      return whileConfirmed(setting, station, commands, nowMs, policy);
  }
}

const hasBootedSince = ({ bootedAt }: StationRecord, at: Instant | undefined): boolean =>
  bootedAt !== undefined && at !== undefined && bootedAt > at;

/** It was confirmed before the station booted, and the station shows it, and has not told all of that since. */
export function isToBeReadBack({ status, sentAt, shows, calls }: SyncedSetting, station: StationRecord): boolean {
  if (status !== 'confirmed' || calls.length === 0 || !hasBootedSince(station, sentAt)) return false;
  return shows.some((shown) => (showingOf(shown, station)?.at ?? '') <= (station.bootedAt ?? ''));
}

/** What a station shows is read back when it has booted and held against what it was told; what it does not show is sent anew. */
function whileConfirmed(
  setting: SyncedSetting,
  station: StationRecord,
  questions: readonly (CommandRecord | undefined)[],
  nowMs: number,
  policy: SyncPolicy,
): SyncStep {
  const { sentAt, settledAt = '', shows, calls } = setting;
  const hasBooted = hasBootedSince(station, sentAt);
  for (const shown of shows) {
    const { at = '', departure } = showingOf(shown, station) ?? {};
    if (!departure || at <= settledAt) continue;
    const found = { variable: nameOfShown(shown), ...departure, reportedAt: at };
    return { step: 'notice-drift', ...found, ...(hasBooted && { afterBoot: true }) };
  }
  if (calls.length === 0 || !hasBooted) return nothing;
  if (shows.length === 0) return { step: 'send', because: 'booted' };
  return isToBeReadBack(setting, station) ? afterQuestions(questions, nowMs, policy) : nothing;
}

/** A station that cannot tell what it holds is sent it anew. */
function afterQuestions(
  questions: readonly (CommandRecord | undefined)[],
  nowMs: number,
  { reportSeconds }: SyncPolicy,
): SyncStep {
  let until = 0;
  for (const question of questions) {
    if (!question) return { step: 'read-back' };
    const { status, answeredAt = '' } = question;
    if (status === 'requested' || status === 'sent') return nothing;
    if (status !== 'accepted') return { step: 'send', because: 'booted' };
    until = Math.max(until, Date.parse(answeredAt) + reportSeconds * 1_000);
  }
  return nowMs >= until ? { step: 'send', because: 'booted' } : { step: 'wait', until };
}

function afterCalls(
  { calls, commandIds, attempts, sentAt }: SyncedSetting,
  commands: readonly (CommandRecord | undefined)[],
  nowMs: number,
  { mostAttempts, pauseSeconds }: SyncPolicy,
): SyncStep {
  for (const [index, command] of commands.entries()) {
    if (!command) return { step: 'request', index };
    const { status, says = '', errorCode } = command;
    const commandId = commandIds[index];
    const about = `${calls[index]?.action ?? 'the call'}: ${says || status}`;
    switch (status) {
      case 'accepted':
        continue;
      case 'requested':
      case 'sent':
        return nothing;
      case 'rejected':
        return { step: 'refuse', code: 'setting-refused-by-station', why: about, commandId };
      case 'refused':
        return { step: 'refuse', code: 'setting-not-sent', why: about, commandId };
      case 'failed': {
        const isUnknown = errorCode === 'NotImplemented' || errorCode === 'NotSupported';
        return {
          step: 'refuse',
          code: isUnknown ? 'setting-not-supported' : 'setting-refused-by-station',
          why: about,
          commandId,
        };
      }
      case 'unanswered':
      case 'expired': {
        if (attempts >= mostAttempts) return { step: 'refuse', code: 'setting-unanswered', why: about, commandId };
        const until = Date.parse(sentAt ?? '') + pauseSeconds * 1_000 * 2 ** (attempts - 1);
        return nowMs >= until ? { step: 'send', because: 'unanswered' } : { step: 'wait', until };
      }
    }
  }
  return { step: 'confirm' };
}
