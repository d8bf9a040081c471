import { correctSessionPrice } from '../graphql/costs.ts';
import { ask, given, numberIn } from './form.ts';
import type { Form } from './form.ts';

const ways = [
  ['tariff', 'by a version of a tariff'],
  ['amount', 'by an amount'],
] as const;

/** Prices a session anew; what it cost before is kept. */
export const correctPrice = (sessionId: string, currency: string | null): Form<{ sessionId: string }> => ({
  title: 'Correct the price',
  meaning: 'Prices the session anew. The first price and every correction stay in the log.',
  disturbing: true,
  fields: [
    { name: 'how', label: 'How', choices: ways },
    { name: 'tariffId', label: 'Tariff', hint: 'Its id', when: ['how', ['tariff']] },
    { name: 'version', label: 'Version', kind: 'number', first: '1', when: ['how', ['tariff']] },
    { name: 'amount', label: 'Amount', hint: 'Tax included, such as 7.43', when: ['how', ['amount']] },
    { name: 'currency', label: 'Currency', first: currency ?? 'EUR', when: ['how', ['amount']] },
    { name: 'reason', label: 'Reason', hint: 'For the driver, and whoever reads the history' },
  ],
  request: ({ reason = '', amount, currency: inCurrency, tariffId, version }) => {
    const wanted = numberIn(version);
    return ask(correctSessionPrice, {
      sessionId,
      reason,
      ...given('amount', amount),
      ...given('currency', inCurrency),
      ...given('tariffId', tariffId),
      ...(wanted !== undefined && { version: wanted }),
    });
  },
});
