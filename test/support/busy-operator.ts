import { ask } from './graphql.ts';

const ADD_CREDIT = `mutation ($reference: String!) {
  addCredit(walletId: "wallet-of-the-killed", amount: "5.00", currency: "EUR", reference: $reference) { __typename } }`;
const CLEAR_CACHE = `mutation ($stationId: ID!, $key: String!) {
  clearCache(stationId: $stationId, idempotencyKey: $key, waitForStation: true, expiresInSeconds: 86400) {
    ... on CommandTaken { commandId } ... on UserError { code } } }`;
const WALLET = '{ wallet(id: "wallet-of-the-killed") { credited } }';

/** Pays into one wallet and asks stations to clear their caches, over and over, and keeps books. What was not answered is asked again, under the same name. */
export class BusyOperator {
  /** The commands that were taken: station by id. */
  readonly commands = new Map<string, string>();
  private readonly key: string;
  private payments = 0;
  private asked = 0;

  constructor(key: string) {
    this.key = key;
  }

  /**
   * Works until nobody answers any more, and then rejects.
   *
   * @param onDone is told when both were done; says false when it is enough
   */
  async work(
    platform: { readonly httpUrl: string },
    stationIds: readonly string[],
    onDone: () => unknown = () => undefined,
  ): Promise<void> {
    const { httpUrl } = platform;
    do {
      await this.tell({ httpUrl }, ADD_CREDIT, { reference: `payment ${this.payments}` });
      this.payments += 1;
      const stationId = stationIds[this.asked % stationIds.length] ?? '';
      const told = await this.tell({ httpUrl }, CLEAR_CACHE, { stationId, key: `command ${this.asked}` });
      const { commandId } = told['clearCache'] as { commandId?: string };
      // A station that has not said a word yet is not known.
      if (commandId === undefined) continue;
      this.commands.set(commandId, stationId);
      this.asked += 1;
    } while ((await onDone()) !== false);
  }

  /** What the wallet must hold, and what it holds: a payment whose answer was lost is not asked for again here, and may be there. */
  async books(platform: { readonly httpUrl: string }): Promise<{ least: number; most: number; credited: number }> {
    const { wallet } = (await this.tell(platform, WALLET, {})) as { wallet: { credited: string } | null };
    return { least: this.payments * 5, most: (this.payments + 1) * 5, credited: Number(wallet?.credited ?? 0) };
  }

  private async tell(platform: { readonly httpUrl: string }, query: string, variables: object): Promise<Record<string, unknown>> {
    const { data, messages } = await ask<Record<string, unknown>>(platform, query, variables, this.key);
    if (messages.length > 0) throw new Error(messages.join('\n'));
    return data;
  }
}
