import * as tokens from '../graphql/tokens.ts';
import type { Token, TokenInput, TokenType, TokenWritten } from '../graphql/tokens.ts';
import { asTitle } from '../format/words.ts';
import { ask, given, instantIn, instantText, linesIn, numberIn, reasonField } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

const types = tokens.tokenTypes.map((type) => [type, /\d/.test(type) ? type.replace('ISO', 'ISO ') : asTitle(type)] as const);
const isType = (text: string | undefined): text is TokenType => tokens.tokenTypes.some((type) => type === text);

const list = (values: readonly string[] | null | undefined): string => (values ?? []).join('\n');

const detailFields = (token?: Token): readonly Field[] => [
  { name: 'label', label: 'Label', hint: 'Such as blue fob', first: token?.label ?? '', optional: true },
  {
    name: 'accountId',
    label: 'Account',
    hint: 'Its id',
    first: token?.accountId ?? '',
    optional: true,
    codes: ['account-unknown'],
  },
  { name: 'expiresAt', label: 'Good until', kind: 'instant', first: instantText(token?.expiresAt ?? null), optional: true },
  {
    name: 'groupToken',
    label: 'Group token',
    hint: 'Who shares it may stop each other’s sessions',
    first: token?.groupToken ?? '',
    optional: true,
  },
  { name: 'tariffId', label: 'Tariff', hint: 'Its id; empty: that of the account', first: token?.tariffId ?? '', optional: true },
  { name: 'language', label: 'Language', hint: 'Such as es-ES', first: token?.language ?? '', optional: true },
  {
    name: 'concurrentSessions',
    label: 'Sessions at once',
    kind: 'number',
    hint: 'Empty: as the account says',
    first: token?.concurrentSessions?.toString() ?? '',
    optional: true,
  },
  {
    name: 'masterPass',
    label: 'Master pass',
    choices: [
      ['no', 'no'],
      ['yes', 'yes: stops any session and starts none'],
    ],
    first: token?.masterPass ? 'yes' : 'no',
  },
  {
    name: 'where',
    label: 'Good',
    choices: [
      ['anywhere', 'anywhere'],
      ['some', 'at some places only'],
    ],
    first: token?.allowedAt ? 'some' : 'anywhere',
  },
  ...(['stationIds', 'siteIds', 'groups'] as const).map((name): Field => ({
    name,
    label: { stationIds: 'At stations', siteIds: 'At sites', groups: 'At stations of groups' }[name],
    kind: 'lines',
    hint: 'One on each line',
    first: list(token?.allowedAt?.[name]),
    optional: true,
    when: ['where', ['some']],
  })),
];

/** What was said and is left empty now is taken back. */
const detailsIn = (filled: Filled): TokenInput => ({
  label: filled['label'] || null,
  accountId: filled['accountId'] || null,
  expiresAt: instantIn(filled['expiresAt']) ?? null,
  groupToken: filled['groupToken'] || null,
  tariffId: filled['tariffId'] || null,
  language: filled['language'] || null,
  concurrentSessions: numberIn(filled['concurrentSessions']) ?? null,
  masterPass: filled['masterPass'] === 'yes',
  allowedAt: filled['where'] === 'some' ? placesIn(filled) : null,
});

function placesIn(filled: Filled): TokenInput['allowedAt'] {
  const named = (['stationIds', 'siteIds', 'groups'] as const).map((name) => [name, linesIn(filled[name])] as const);
  return Object.fromEntries(named.filter(([, ids]) => ids.length > 0));
}

/** @param accountId whose it is, where that is known */
export const issueToken = (accountId?: string): Form<TokenWritten> => ({
  title: 'Issue a token',
  meaning: 'Makes a card, a fob or a contract good for charging.',
  fields: [
    { name: 'token', label: 'Token', hint: 'Such as the number on an RFID card', codes: ['token-invalid', 'token-exists'] },
    { name: 'type', label: 'Kind', choices: types },
    ...detailFields().map((field) => (field.name === 'accountId' && accountId ? { ...field, first: accountId } : field)),
  ],
  request: ({ token = '', type, ...details }) =>
    ask(tokens.issueToken, { token, type: isType(type) ? type : 'ISO14443', details: detailsIn(details) }),
});

/** What can be done with a token as it is. */
export function tokenForms(token: Token): readonly Form<TokenWritten>[] {
  const { id: tokenId, status } = token;
  if (status === 'REVOKED') return [];
  return [
    {
      title: 'Change',
      meaning: 'What is known of the token. It holds from the next time it is shown.',
      fields: detailFields(token),
      request: (filled) => ask(tokens.changeToken, { tokenId, changes: detailsIn(filled) }),
    },
    status === 'BLOCKED'
      ? {
          title: 'Unblock',
          meaning: 'Makes the token good again.',
          fields: [],
          request: () => ask(tokens.unblockToken, { tokenId }),
        }
      : {
          title: 'Block',
          meaning: 'Makes the token good for nothing, for now.',
          disturbing: true,
          fields: [reasonField],
          request: ({ reason }) => ask(tokens.blockToken, { tokenId, ...given('reason', reason) }),
        },
    {
      title: 'Revoke',
      meaning: 'Makes the token good for nothing. It may be issued anew.',
      disturbing: true,
      fields: [],
      request: () => ask(tokens.revokeToken, { tokenId }),
    },
  ];
}
