import { InvalidArgumentError, Option } from 'commander';
import { parseInstant } from '@wattledger/kernel';
import type { Instant } from '@wattledger/kernel';

/** Options that several commands share, named alike everywhere. */
export const dataDirOption = () =>
  new Option('--data-dir <folder>', 'folder of the embedded log').env('WATTLEDGER_DATA_DIR').default('./data');

export const eventStoreOption = () =>
  new Option('--eventstore-url <url>', 'read from this EventStoreDB (esdb://…) instead').env('WATTLEDGER_EVENTSTORE_URL');

export const databaseOption = () =>
  new Option('--database-url <url>', 'the rows are in this PostgreSQL (postgres://…)').env('WATTLEDGER_DATABASE_URL');

/** Where the platform is, unless told otherwise: on the ports that its own settings name. */
const portOf = (setting: string, preset: number): string => process.env[setting] || String(preset);

export const urlOption = () =>
  new Option('--url <url>', 'GraphQL endpoint of the platform').default(
    `http://localhost:${portOf('WATTLEDGER_HTTP_PORT', 3000)}/graphql`,
  );

export const ocppUrlOption = () =>
  new Option('--url <url>', 'OCPP endpoint, without a station id').default(
    `ws://localhost:${portOf('WATTLEDGER_OCPP_PORT', 9000)}/ocpp`,
  );

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return number;
}

export function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** An instant (`2026-05-01`, `2026-05-01T14:05:00Z`) or how long ago (`90s`, `15m`, `2h`, `3d`). */
export function instant(text: string): Instant {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return new Date(Date.now() - Number(amount) * UNITS[unit as keyof typeof UNITS]).toISOString();
  }
  const parsed = parseInstant(text);
  if (parsed === undefined)
    throw new InvalidArgumentError('It must be an instant such as 2026-05-01T14:05:00Z, or how long ago: 90s, 15m, 2h, 3d.');
  return parsed;
}

/** An option that may be given several times, or once with commas. */
export const several = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').filter((entry) => entry !== ''),
];
