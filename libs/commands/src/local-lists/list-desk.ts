import { scopeId } from '@wattledger/charging';
import type { LocalListWish, SettingScope, TokenChoice } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import { isRefusal, stringifyJson } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { refuseLocalList } from './errors.ts';
import type { LocalListStreams, WantedList } from './list-streams.ts';

/** Who says so, and why. */
export interface SaidBy {
  readonly by: string;
  readonly reason?: string;
}

const MOST_ENTRIES = 100_000;
const MOST_CHOSEN = 10_000;

/** Takes wishes for local lists. Whoever syncs stations sees to the rest. */
export class LocalListDesk {
  private readonly streams: LocalListStreams;

  constructor(streams: LocalListStreams) {
    this.streams = streams;
  }

  /**
   * Wants a list for the stations of a scope, those that come to it later included.
   *
   * @returns whether the very same was wanted there before, or a refusal `local-list-out-of-bounds`
   */
  async set(wish: LocalListWish, { by, reason }: SaidBy): Promise<{ readonly repeated: boolean } | Refusal> {
    if (!isMeant(wish)) return refuseLocalList('local-list-out-of-bounds');
    const { scope, tokens, limit } = wish;
    let repeated = false;
    await this.streams.wishes.decide(scopeId(scope), (now) => {
      repeated = now !== undefined && isSame(now, wish);
      return repeated ? [] : [newEvent('LocalListDesired', { scope, tokens, limit, by, reason }, { actor: by })];
    });
    return { repeated };
  }

  /** What the next wider scope wants holds again; where none does, lists are emptied. @returns a refusal `local-list-not-desired` */
  async withdraw(scope: SettingScope, { by, reason }: SaidBy): Promise<Refusal | undefined> {
    const outcome = await this.streams.wishes.decide(scopeId(scope), (now) =>
      now
        ? [newEvent('LocalListWithdrawn', { scope, by, reason }, { actor: by })]
        : refuseLocalList('local-list-not-desired', `No local list is desired in ${scopeId(scope)}.`),
    );
    return isRefusal(outcome) ? outcome : undefined;
  }
}

const isSame = (now: WantedList, { tokens, limit }: LocalListWish): boolean =>
  now.limit === limit && stringifyJson(now.tokens) === stringifyJson(tokens);

const isMeant = ({ tokens, limit }: LocalListWish): boolean =>
  (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= MOST_ENTRIES)) && isChoice(tokens);

function isChoice(choice: TokenChoice): boolean {
  if (choice.kind === 'active' || choice.kind === 'restricted') return true;
  const { length } = choice.ids;
  return length >= 1 && length <= MOST_CHOSEN && choice.ids.every((id) => id !== '' && id.length <= 100);
}
