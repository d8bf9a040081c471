import { useRefreshSoon } from './use-refresh-soon.ts';

/** Rows follow the log by some milliseconds. */
const ROWS_WITHIN_MS = 500;

/** Asks again once a change that was just made can be in the rows. */
export const useChanged = (refresh: () => void): (() => void) => useRefreshSoon(refresh, ROWS_WITHIN_MS);
