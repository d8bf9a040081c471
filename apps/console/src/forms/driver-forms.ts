import * as accounts from '../graphql/accounts.ts';
import type { Account, AccountWritten } from '../graphql/accounts.ts';
import { ask, given, numberIn, reasonField } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

const PASSWORD_HINT = '10 to 128 characters. It is hashed and never shown again.';

const detailFields = (account?: Account): readonly Field[] => [
  { name: 'name', label: 'Name', first: account?.name ?? '', optional: true },
  {
    name: 'prepaid',
    label: 'Pays',
    choices: [
      ['no', 'afterwards'],
      ['yes', 'ahead, from credit'],
    ],
    first: account?.prepaid ? 'yes' : 'no',
  },
  {
    name: 'tariffId',
    label: 'Tariff',
    hint: 'Its id; empty: what everybody pays',
    first: account?.tariffId ?? '',
    optional: true,
  },
  {
    name: 'groupToken',
    label: 'Group token',
    hint: 'Who shares it may stop each other’s sessions',
    first: account?.groupToken ?? '',
    optional: true,
  },
  { name: 'language', label: 'Language', hint: 'Such as es-ES', first: account?.language ?? '', optional: true },
  {
    name: 'concurrentSessions',
    label: 'Sessions at once',
    kind: 'number',
    hint: 'Empty: as the plugins say',
    first: account?.concurrentSessions?.toString() ?? '',
    optional: true,
  },
];

/** What was said and is left empty now is taken back. */
const detailsIn = (filled: Filled) => ({
  name: filled['name'] || null,
  prepaid: filled['prepaid'] === 'yes',
  tariffId: filled['tariffId'] || null,
  groupToken: filled['groupToken'] || null,
  language: filled['language'] || null,
  concurrentSessions: numberIn(filled['concurrentSessions']) ?? null,
});

export const openAccount: Form<AccountWritten> = {
  title: 'Open an account',
  meaning: 'For a driver who logs in with a user name, and may have tokens and credit.',
  fields: [
    { name: 'userName', label: 'User name', codes: ['user-name-taken', 'user-name-invalid'] },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      hint: PASSWORD_HINT,
      optional: true,
      codes: ['account-password-weak'],
    },
    ...detailFields(),
  ],
  request: ({ userName = '', password, ...details }) =>
    ask(accounts.openAccount, { userName, ...given('password', password), details: detailsIn(details) }),
};

/** What can be done with an account as it is. */
export function accountForms(account: Account): readonly Form<AccountWritten>[] {
  const { id: accountId, status } = account;
  if (status === 'CLOSED') return [];
  return [
    {
      title: 'Change',
      meaning: 'What is known of the driver. It holds for sessions that start from now on.',
      fields: detailFields(account),
      request: (filled) => ask(accounts.changeAccount, { accountId, changes: detailsIn(filled) }),
    },
    {
      title: 'Set password',
      meaning: 'Every log-in of the account ends.',
      disturbing: true,
      fields: [
        { name: 'password', label: 'New password', kind: 'secret', hint: PASSWORD_HINT, codes: ['account-password-weak'] },
      ],
      request: ({ password = '' }) => ask(accounts.setAccountPassword, { accountId, password }),
    },
    {
      title: 'Set PIN',
      meaning: 'For typing at stations. One that was set before is good no more.',
      disturbing: true,
      fields: [
        {
          name: 'pin',
          label: 'New PIN',
          kind: 'secret',
          hint: '6 to 20 digits or letters. It is hashed and never shown again.',
          codes: ['pin-invalid', 'pin-unusable'],
        },
      ],
      request: ({ pin = '' }) => ask(accounts.setAccountPin, { accountId, pin }),
    },
    status === 'BLOCKED'
      ? {
          title: 'Unblock',
          meaning: 'Lets the driver charge again.',
          fields: [],
          request: () => ask(accounts.unblockAccount, { accountId }),
        }
      : {
          title: 'Block',
          meaning: 'Keeps the driver from charging and logging in, for now.',
          disturbing: true,
          fields: [reasonField],
          request: ({ reason }) => ask(accounts.blockAccount, { accountId, ...given('reason', reason) }),
        },
    {
      title: 'Close for good',
      meaning: 'The account cannot be opened again. Its user name and PIN are free for others.',
      disturbing: true,
      fields: [],
      request: () => ask(accounts.closeAccount, { accountId }),
    },
  ];
}
