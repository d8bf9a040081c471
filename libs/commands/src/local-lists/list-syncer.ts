import { localListStream, unknownList } from '@wattledger/charging';
import type { ListableToken, LocalListEntry, PlatformEvents, StationList, StationProfile } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { NewEvent, Position, Sealer } from '@wattledger/event-log';
import { instantOf } from '@wattledger/kernel';
import type { Clock } from '@wattledger/kernel';
import { commandIdOf } from '../command-desk.ts';
import { StationCaller } from '../settings/station-caller.ts';
import type { CallerServices } from '../settings/station-caller.ts';
import type { StationRecord } from '../settings/station-records.ts';
import { limitsQuestion } from './list-limits.ts';
import { planOf } from './list-plan.ts';
import type { ListedTokens, ListPlan } from './list-plan.ts';
import { nextListStep } from './list-step.ts';
import type { ListStep } from './list-step.ts';
import type { LocalListStreams, WantedList } from './list-streams.ts';

/** What telling stations whom they may let charge by heart takes. */
export interface ListServices extends CallerServices {
  readonly lists: LocalListStreams;
  readonly tokens: ListedTokens;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Whether the rows, and so the tokens, are as new as this event. */
  readonly rowsHave: (position: Position) => boolean;
  /** Where a station stands. */
  readonly profileOf: (stationId: string) => Promise<StationProfile>;
}

/** Who asks for the commands. */
export const LIST_ACTOR = 'local-lists';

/** From the question for the version to the list that is requested, with a token or two that were erased on the way. */
const MOST_STEPS = 8;
/** Of a group, by OCPP version. */
const LONGEST_GROUP = { '1.6': 20, '2.0.1': 36, '2.1': 255 } as const;

/**
 * Brings one station from the local list that it has to the one that it is to have, as far as that goes now.
 *
 * Everything it needs is in the log and the rows, and everything it does is done once however often it is tried. Tokens are opened
 * only while a list is being sent.
 */
export class ListSyncer {
  private readonly services: ListServices;
  private readonly caller: StationCaller;
  /** Those that were looked after and have a list, or are to have one: to the others it is all the same who may charge. */
  readonly listed = new Set<string>();
  private tokens: Promise<readonly ListableToken[]> | undefined;
  /** Found out when they were to be sent. */
  private readonly erased = new Set<string>();

  constructor(services: ListServices) {
    this.services = services;
    this.caller = new StationCaller(services, LIST_ACTOR, 'local list');
  }

  /** The rows of tokens or accounts have changed. */
  tokensChanged(): void {
    this.tokens = undefined;
    this.erased.clear();
  }

  /** @returns when to look again, milliseconds since 1970, where time alone decides */
  async sync(stationId: string): Promise<number | undefined> {
    const { lists, records, profileOf, rowsHave } = this.services;
    const profile = await profileOf(stationId);
    const wanted = await lists.wanted(stationId, profile);
    if (!wanted && !(await lists.stations.get(stationId))) {
      this.listed.delete(stationId);
      return undefined;
    }
    this.listed.add(stationId);
    // It is looked after again when they have.
    if (wanted && !rowsHave(wanted.position)) return undefined;
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const station = await records.station(stationId);
      if (!station?.listens) return undefined;
      const list = (await lists.stations.get(stationId)) ?? unknownList;
      const plan = await this.plan(station, profile, wanted);
      const next = await this.nextStep(station, list, plan, wanted);
      if (next.step === 'nothing') return soonestExpiry(plan);
      if (next.step === 'wait') return next.until;
      if (!(await this.take(next, station, list, wanted))) return undefined;
    }
    return undefined;
  }

  private async plan(station: StationRecord, profile: StationProfile, wanted: WantedList | undefined): Promise<ListPlan> {
    const { tokens, clock } = this.services;
    this.tokens ??= tokens.all().catch((error: unknown) => {
      this.tokens = undefined;
      throw error;
    });
    return planOf(station, profile, wanted, await this.tokens, instantOf(clock()));
  }

  private async nextStep(
    { stationId, bootedAt }: StationRecord,
    list: StationList,
    plan: ListPlan,
    wanted: WantedList | undefined,
  ): Promise<ListStep> {
    const { records, clock, policy, onRequested } = this.services;
    const isUnderWay = (list.status === 'asked' || list.status === 'sent') && list.commandId !== undefined;
    if (isUnderWay) onRequested?.(list.commandId, stationId);
    const command = isUnderWay ? await records.command(list.commandId) : undefined;
    const situation = {
      ...plan,
      ...(wanted && { wish: wanted.id }),
      ...(bootedAt !== undefined && { bootedAt }),
      ...(command && { command }),
      mustBeFull: Object.keys(list.entries ?? {}).some((tokenId) => this.erased.has(tokenId)),
      nowMs: clock().getTime(),
    };
    return nextListStep(list, situation, policy);
  }

  /** @returns whether the next step may follow at once */
  private async take(
    next: Exclude<ListStep, { step: 'nothing' | 'wait' }>,
    station: StationRecord,
    list: StationList,
    wanted: WantedList | undefined,
  ): Promise<boolean> {
    const { stationId } = station;
    switch (next.step) {
      case 'ask': {
        const commandId = idOf(stationId, 'version', list.asks + 1);
        const asked = { stationId, commandId, because: next.because, ...(wanted && { wish: wanted.id }) };
        await this.note(stationId, list, newEvent('LocalListVersionAsked', asked));
        return true;
      }
      case 'note-version':
        await this.note(stationId, list, newEvent('LocalListVersionReported', { stationId, listVersion: next.listVersion }));
        return true;
      case 'request':
        await this.request(station, list);
        return false;
      case 'send':
        return this.send(next, station, list);
      case 'confirm': {
        const listVersion = list.pending?.listVersion ?? list.version;
        await this.note(stationId, list, newEvent('LocalListConfirmed', { stationId, listVersion }));
        return true;
      }
      case 'refuse': {
        const { code, why, isFinal } = next;
        const refused = { stationId, code, why, isFinal, commandId: list.commandId };
        await this.note(stationId, list, newEvent('LocalListRefused', refused));
        return true;
      }
    }
  }

  private async send(next: Extract<ListStep, { step: 'send' }>, station: StationRecord, list: StationList): Promise<boolean> {
    const { stationId, bootedAt = '' } = station;
    const question = limitsQuestion(station);
    if (question) {
      const told = await this.caller.withAnswer(stationId, question, `limits ${stationId} ${bootedAt}`);
      if (!told) return false;
      // This step was planned without what it has told.
      if (!limitsQuestion(told)) return true;
    }
    const named = [...next.put.map(({ tokenId }) => tokenId), ...next.removed];
    const opened = await this.opened(named);
    const gone = named.filter((tokenId) => !opened.has(tokenId));
    if (gone.length > 0) {
      this.wereErased(gone);
      return true;
    }
    const { update, listVersion, put, removed } = next;
    const commandId = idOf(stationId, 'list', list.sendings + 1);
    await this.note(stationId, list, newEvent('LocalListSent', { stationId, commandId, listVersion, update, put, removed }));
    return true;
  }

  private wereErased(tokenIds: readonly string[]): void {
    const gone = new Set(tokenIds);
    for (const tokenId of gone) this.erased.add(tokenId);
    this.tokens = this.tokens?.then((known) => known.filter(({ tokenId }) => !gone.has(tokenId)));
    // Whoever asks for them next is told.
    this.tokens?.catch(() => undefined);
  }

  private async request(station: StationRecord, { commandId, status, pending }: StationList): Promise<void> {
    if (commandId === undefined) return;
    const { stationId } = station;
    if (status === 'asked') return this.caller.request(stationId, { name: 'GetLocalListVersion' }, { commandId });
    if (!pending) return;
    const { listVersion, update } = pending;
    const entries = await this.entriesOf(station, pending);
    await this.caller.request(stationId, { name: 'SendLocalList', listVersion, update, entries }, { commandId });
  }

  /** In clear. A token that was erased since is left out; it is no longer wanted then, and a full list follows. */
  private async entriesOf(
    { ocppVersion }: StationRecord,
    { put, removed }: PlatformEvents['LocalListSent'],
  ): Promise<readonly LocalListEntry[]> {
    const opened = await this.opened([...put.map(({ tokenId }) => tokenId), ...removed]);
    const entries: LocalListEntry[] = removed.flatMap((tokenId) => opened.get(tokenId) ?? []);
    for (const { tokenId, expiresAt, groupToken } of put) {
      const token = opened.get(tokenId);
      if (!token) continue;
      const group = groupToken === undefined ? undefined : await this.services.sealer.unseal(groupToken);
      const canCarryGroup = group !== undefined && group.length <= LONGEST_GROUP[ocppVersion];
      entries.push({
        ...token,
        status: 'Accepted',
        ...(expiresAt !== undefined && { expiresAt }),
        ...(canCarryGroup && { groupToken: group }),
      });
    }
    return entries;
  }

  private async opened(tokenIds: readonly string[]) {
    const { tokens, sealer } = this.services;
    const opened = new Map<string, { readonly token: string; readonly tokenType: string }>();
    for (const [tokenId, { token: sealed, type }] of await tokens.sealed(tokenIds)) {
      const token = await sealer.unseal(sealed);
      if (token !== undefined) opened.set(tokenId, { token, tokenType: type });
    }
    return opened;
  }

  /** Records what was found, unless the list has moved on meanwhile: then whoever moved it sees to it. */
  private async note(stationId: string, seen: StationList, event: NewEvent): Promise<void> {
    await this.services.lists.stations.decide(stationId, (now = unknownList) => {
      const isSame =
        now.status === seen.status && now.asks === seen.asks && now.sendings === seen.sendings && now.attempts === seen.attempts;
      return isSame ? [event] : [];
    });
  }
}

/** Commands are named by what they carry, so that each is asked for once, whoever asks. */
const idOf = (stationId: string, what: 'version' | 'list', count: number): string =>
  commandIdOf(LIST_ACTOR, [localListStream(stationId), what, count].join(' '));

/** An expired token leaves the list: until then nothing may happen that says so. */
function soonestExpiry({ desired }: ListPlan): number | undefined {
  const expiries = desired.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt)]));
  return expiries.length === 0 ? undefined : Math.min(...expiries);
}
