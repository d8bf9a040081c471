import type { ListableToken, ListEntry } from '@wattledger/charging';
import { defaultSyncPolicy, LocalListsSync, planOf } from '@wattledger/commands';
import type { ListedTokens, SealedToken } from '@wattledger/commands';
import { sealedLength } from '@wattledger/event-log';
import { instantOf, systemClock } from '@wattledger/kernel';
import { readRow, tokensTable } from '@wattledger/read-models';
import type { openReadModels, TokenRow } from '@wattledger/read-models';
import { positionOfRows } from './projecting.ts';
import type { Services } from './services.ts';
import { stationRecords } from './station-records.ts';
import type { SyncParts } from './station-settings.ts';

type Rows = ReturnType<typeof openReadModels>;
type Account = { readonly status: string; readonly prepaid: number; readonly groupToken: string | null };

/** How many keys one statement names. */
const IDS_AT_ONCE = 500;

/** Tells stations whom they are to know by heart, in the one process of a log that keeps its rows; runs until the signal. */
export async function keepLocalLists({ store, services, projecting, rows, log }: SyncParts, signal: AbortSignal): Promise<void> {
  const { localLists, stationProfiles, commandDesk } = services;
  const sync = new LocalListsSync({
    ledger: store.ledger,
    lists: localLists,
    tokens: listedTokens(rows),
    sealer: store.sealer,
    commandDesk,
    records: stationRecords(rows),
    clock: systemClock,
    policy: defaultSyncPolicy,
    profileOf: (stationId) => stationProfiles.of(stationId),
    onRowsCommitted: (listener) => projecting.onCommitted(listener),
    rowsAt: positionOfRows(projecting),
    log,
  });
  await sync.run(signal);
}

/** What a station is to have by heart as things are; `undefined` where no list is wanted, or nobody has heard of the station. */
export const desiredLocalList =
  (rows: Rows, { localLists, stationProfiles }: Pick<Services, 'localLists' | 'stationProfiles'>) =>
  async (stationId: string): Promise<readonly ListEntry[] | undefined> => {
    const profile = await stationProfiles.of(stationId);
    const wanted = await localLists.wanted(stationId, profile);
    const station = wanted && (await stationRecords(rows).station(stationId));
    if (!station) return undefined;
    return planOf(station, profile, wanted, await listedTokens(rows).all(), instantOf(systemClock())).desired;
  };

/** Tokens and their accounts as the rows know them. */
export const listedTokens = (rows: Rows): ListedTokens => ({
  async all() {
    const accounts = await rows.selectFrom('accounts').select(['accountId', 'status', 'prepaid', 'groupToken']).execute();
    const byId = new Map(accounts.map(({ accountId, ...account }) => [accountId, account]));
    const found = await rows.selectFrom('tokens').selectAll().execute();
    return found.map((stored) => {
      const row = readRow(tokensTable, stored);
      return listable(row, row.accountId === undefined ? undefined : byId.get(row.accountId));
    });
  },

  async sealed(tokenIds) {
    const sealed = new Map<string, SealedToken>();
    for (let from = 0; from < tokenIds.length; from += IDS_AT_ONCE) {
      const found = await rows
        .selectFrom('tokens')
        .select(['tokenId', 'token', 'type'])
        .where('tokenId', 'in', tokenIds.slice(from, from + IDS_AT_ONCE))
        .execute();
      for (const { tokenId, token, type } of found) sealed.set(tokenId, { token, type });
    }
    return sealed;
  },
});

function listable(row: TokenRow, account: Account | undefined): ListableToken {
  const { tokenId, token, type, status, accountId, masterPass, expiresAt, allowedAt } = row;
  const groupToken = row.groupToken ?? account?.groupToken ?? undefined;
  return {
    tokenId,
    type,
    length: sealedLength(token) ?? token.length,
    isGood: status === 'active' && (accountId === undefined || account?.status === 'active'),
    isPrepaid: account?.prepaid === 1,
    masterPass,
    ...(accountId !== undefined && { accountId }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(groupToken !== undefined && { groupToken }),
    ...(allowedAt !== undefined && { allowedAt }),
  };
}
