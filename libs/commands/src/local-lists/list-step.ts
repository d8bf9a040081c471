import { changesOf } from '@wattledger/charging';
import type { ListEntry, StationList } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import type { CommandRecord } from '../settings/station-records.ts';
import type { SyncPolicy } from '../settings/sync-policy.ts';

/** What there is to know before the next step. */
export interface ListSituation {
  /** Stream and revision of the wish; absent: nobody wants a list there (any more). */
  readonly wish?: string;
  readonly desired: readonly ListEntry[];
  readonly bootedAt?: Instant;
  /** Entries that one message may have. */
  readonly perMessage: number;
  /** A differential list would have to name a token that is no longer known. */
  readonly mustBeFull: boolean;
  /** The one that {@link StationList.commandId} names. */
  readonly command?: CommandRecord;
  readonly nowMs: number;
}

export type ListStep =
  | { readonly step: 'nothing' }
  | { readonly step: 'wait'; readonly until: number }
  | { readonly step: 'ask'; readonly because: 'wanted' | 'booted' | 'again' }
  | { readonly step: 'request' }
  | { readonly step: 'note-version'; readonly listVersion: number }
  | {
      readonly step: 'send';
      readonly update: 'Full' | 'Differential';
      readonly listVersion: number;
      readonly put: readonly ListEntry[];
      readonly removed: readonly string[];
    }
  | { readonly step: 'confirm' }
  | { readonly step: 'refuse'; readonly code: string; readonly why: string; readonly isFinal: boolean };

const nothing: ListStep = { step: 'nothing' };

/** Pure: what has been recorded of a station's list, what is wanted, what its command came to, and the time. */
export function nextListStep(list: StationList, situation: ListSituation, policy: SyncPolicy): ListStep {
  const { wish, bootedAt, nowMs } = situation;
  switch (list.status) {
    case 'unknown':
      return wish === undefined ? nothing : { step: 'ask', because: 'wanted' };
    case 'asked':
      return afterQuestion(situation);
    case 'sent':
      return afterList(situation);
    case 'known': {
      const isForgotten = wish === undefined && list.entries !== undefined && Object.keys(list.entries).length === 0;
      if (!isForgotten && isLater(bootedAt, list.checkedAt)) return { step: 'ask', because: 'booted' };
      return difference(list, situation);
    }
    case 'refused': {
      if (wish !== undefined && wish !== list.wish) return { step: 'ask', because: 'wanted' };
      if (isLater(bootedAt, list.at)) return { step: 'ask', because: 'booted' };
      if (list.isFinal || list.attempts >= policy.mostAttempts) return nothing;
      if (list.code === 'local-list-version-mismatch') return { step: 'ask', because: 'again' };
      const until = Date.parse(list.at ?? '') + policy.pauseSeconds * 1_000 * 2 ** (list.attempts - 1);
      return nowMs >= until ? { step: 'ask', because: 'again' } : { step: 'wait', until };
    }
  }
}

const isLater = (one: Instant | undefined, other: Instant | undefined): boolean =>
  one !== undefined && other !== undefined && one > other;

/** A list that one message cannot hold is sent as a full one and what is lacking then. */
function difference(list: StationList, { desired, perMessage, mustBeFull }: ListSituation): ListStep {
  const listVersion = list.version + 1;
  const full: ListStep = { step: 'send', update: 'Full', listVersion, put: desired.slice(0, perMessage), removed: [] };
  if (!list.entries) return full;
  const { put, removed } = changesOf(list.entries, desired);
  if (put.length + removed.length === 0) return nothing;
  // 0 says that there is no list yet (1.6, section 5.10): nothing that could be changed.
  if (list.reported === 0) return full;
  const isShorterInFull = put.length + removed.length > perMessage && desired.length <= perMessage;
  if (isShorterInFull || (removed.length > 0 && mustBeFull)) return full;
  // What is no longer good goes first.
  const gone = removed.slice(0, perMessage);
  return { step: 'send', update: 'Differential', listVersion, put: put.slice(0, perMessage - gone.length), removed: gone };
}

function afterQuestion({ command }: ListSituation): ListStep {
  if (command?.status !== 'accepted') return unsettled(command, 'GetLocalListVersion');
  const version = command.answer?.['listVersion'] ?? command.answer?.['versionNumber'];
  if (version === -1) return unsupported('the station keeps no local list');
  const isVersion = typeof version === 'number' && Number.isSafeInteger(version) && version >= 0;
  return { step: 'note-version', listVersion: isVersion ? version : 0 };
}

function afterList({ command }: ListSituation): ListStep {
  if (command?.status === 'accepted') return { step: 'confirm' };
  if (command?.status !== 'rejected') return unsettled(command, 'SendLocalList');
  const why = `SendLocalList: ${command.says ?? 'rejected'}`;
  if (command.says === 'NotSupported') return unsupported(why);
  const code = command.says === 'VersionMismatch' ? 'local-list-version-mismatch' : 'local-list-refused';
  return { step: 'refuse', code, why, isFinal: false };
}

const unsupported = (why: string): ListStep => ({ step: 'refuse', code: 'local-list-not-supported', why, isFinal: true });

function unsettled(command: CommandRecord | undefined, action: string): ListStep {
  if (!command) return { step: 'request' };
  const why = `${action}: ${command.says ?? command.status}`;
  switch (command.status) {
    case 'requested':
    case 'sent':
      return nothing;
    case 'refused':
      return { step: 'refuse', code: 'local-list-not-sent', why, isFinal: true };
    case 'failed':
      if (command.errorCode === 'NotImplemented' || command.errorCode === 'NotSupported') return unsupported(why);
      return { step: 'refuse', code: 'local-list-refused', why, isFinal: false };
    case 'rejected':
    case 'accepted':
      return { step: 'refuse', code: 'local-list-refused', why, isFinal: false };
    case 'unanswered':
    case 'expired':
      return { step: 'refuse', code: 'local-list-unanswered', why, isFinal: false };
  }
}
