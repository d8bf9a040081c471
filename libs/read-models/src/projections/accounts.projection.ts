import type { AccountDetails } from '@wattledger/charging';
import { accountsTable } from '../tables/accounts.ts';
import type { AccountRow } from '../tables/accounts.ts';
import { readModel } from './read-model.ts';

/** `null` takes back what was said. */
const described = (row: AccountRow, { name, groupToken, language, tariffId, concurrentSessions, prepaid }: AccountDetails) => ({
  ...row,
  ...(name !== undefined && { name: name ?? undefined }),
  ...(groupToken !== undefined && { groupToken: groupToken ?? undefined }),
  ...(language !== undefined && { language: language ?? undefined }),
  ...(tariffId !== undefined && { tariffId: tariffId ?? undefined }),
  ...(concurrentSessions !== undefined && { concurrentSessions: concurrentSessions ?? undefined }),
  ...(prepaid !== undefined && { prepaid }),
});

/** Drivers' accounts as they are now. */
export const accounts = readModel<AccountRow>({
  name: 'accounts',
  version: 1,
  table: accountsTable,
  key: (fact) => ('ofAccount' in fact ? fact.accountId : undefined),
  on: {
    AccountOpened: (_row, { accountId, userName, details, openedBy }, { receivedAt }) =>
      described(
        {
          accountId,
          userName,
          status: 'active',
          prepaid: false,
          hasPassword: false,
          hasPin: false,
          openedBy,
          openedAt: receivedAt,
          updatedAt: receivedAt,
        },
        details,
      ),
    AccountChanged: (row, { changes }, { receivedAt }) => row && { ...described(row, changes), updatedAt: receivedAt },
    AccountBlocked: (row, _fact, { receivedAt }) => row && { ...row, status: 'blocked', updatedAt: receivedAt },
    AccountUnblocked: (row, _fact, { receivedAt }) => row && { ...row, status: 'active', updatedAt: receivedAt },
    AccountClosed: (row, _fact, { receivedAt }) =>
      row && { ...row, status: 'closed', hasPassword: false, hasPin: false, updatedAt: receivedAt },
    PasswordSet: (row, _fact, { receivedAt }) => row && { ...row, hasPassword: true, updatedAt: receivedAt },
    PinSet: (row, _fact, { receivedAt }) => row && { ...row, hasPin: true, updatedAt: receivedAt },
    LogInSucceeded: (row, _fact, { receivedAt }) => row && { ...row, lastLogInAt: receivedAt },
  },
});
