import { snapshotOf, stationStream } from '@wattledger/charging';

/** Classes of streams whose older events may leave the log, and how the names of their streams begin. */
export const retentionClasses = {
  stations: { prefix: stationStream(''), holds: 'what was said on the wires of stations and decided there, sessions included' },
  snapshots: {
    prefix: snapshotOf(stationStream('')),
    holds: 'short cuts of the gateway; the newest of each station always stays',
  },
  lockouts: { prefix: 'lockout-', holds: 'failed log-ins' },
} as const;

export type RetentionClass = keyof typeof retentionClasses;

/** How many days the events of a class stay in the log; those of a class that is not named stay for ever. */
export type RetentionPolicy = { readonly [Class in RetentionClass]?: number };

const ENTRY = /^(\w+)=(\d{1,5})d$/;

/** Reads `stations=400d,snapshots=30d`. @returns `undefined` for what is no policy */
export function parseRetention(text: string): RetentionPolicy | undefined {
  const policy: { [Class in RetentionClass]?: number } = {};
  for (const entry of text.split(',').map((each) => each.trim())) {
    const [, name = '', days] = ENTRY.exec(entry) ?? [];
    if (!isClass(name) || Number(days) < 1 || policy[name] !== undefined) return undefined;
    policy[name] = Number(days);
  }
  return policy;
}

const isClass = (name: string): name is RetentionClass => Object.hasOwn(retentionClasses, name);
