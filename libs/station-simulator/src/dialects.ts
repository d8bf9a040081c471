import type { Dialect, SimulatedVersion } from './dialect.ts';
import { dialect16 } from './v16/dialect-v16.ts';
import { dialect201, dialect21 } from './v2/dialect-v2.ts';

const dialects: Readonly<Record<SimulatedVersion, Dialect>> = { '1.6': dialect16, '2.0.1': dialect201, '2.1': dialect21 };

export const dialectFor = (version: SimulatedVersion): Dialect => dialects[version];

/** The dialect behind a subprotocol name; undefined for an unknown one. */
export const dialectOf = (subprotocol: string): Dialect | undefined =>
  Object.values(dialects).find((dialect) => dialect.subprotocol === subprotocol);
