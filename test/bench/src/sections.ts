import { badPlugins } from './bad-plugins.ts';
import { connectRate } from './connect-rate.ts';
import { idleMemory } from './idle-memory.ts';
import { logRates } from './log-rates.ts';
import { readiness } from './readiness.ts';
import type { Section } from './section.ts';
import { stationDay } from './station-day.ts';
import { throughput } from './throughput.ts';

/** The parts of the benchmark, in the order they run. */
export const sections: readonly Section[] = [throughput, connectRate, idleMemory, readiness, logRates, stationDay, badPlugins];

/** Those that run unless told otherwise: what a bad plugin costs is asked for with `--plugins`. */
export const usualSections = sections.filter((section) => section !== badPlugins);
