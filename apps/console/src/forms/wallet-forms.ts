import { addCredit, withdrawCredit } from '../graphql/wallets.ts';
import type { CreditChanged, Wallet } from '../graphql/wallets.ts';
import { ask } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

const fields = (currency: string | null): readonly Field[] => [
  { name: 'amount', label: 'Amount', hint: 'Such as 20.00', codes: ['credit-too-low'] },
  { name: 'currency', label: 'Currency', first: currency ?? 'EUR', codes: ['currency-mismatch'] },
  {
    name: 'reference',
    label: 'Reference',
    hint: 'Names the payment: the same one twice counts once',
    codes: ['reference-reused'],
  },
];

const requestIn = (walletId: string, { amount = '', currency = '', reference = '' }: Filled) => ({
  walletId,
  amount,
  currency,
  reference,
});

/** @param wallet absent where no credit was ever added */
export const walletForms = (walletId: string, wallet: Wallet | null): readonly Form<CreditChanged>[] => [
  {
    title: 'Add credit',
    meaning: 'What somebody has paid in.',
    fields: fields(wallet?.currency ?? null),
    request: (filled) => ask(addCredit, requestIn(walletId, filled)),
  },
  {
    title: 'Pay back',
    meaning: 'Takes out of the wallet what is paid back. What is reserved for sessions stays.',
    disturbing: true,
    pointless: wallet ? undefined : 'There is no credit.',
    fields: fields(wallet?.currency ?? null),
    request: (filled) => ask(withdrawCredit, requestIn(walletId, filled)),
  },
];
