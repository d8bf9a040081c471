import { setImmediate as nextTurn } from 'node:timers/promises';
import { BEFORE_FIRST } from '@wattledger/event-log';
import type { Json } from '@wattledger/kernel';
import type { Plugin } from '@wattledger/plugin-sdk';
import { describePlugin } from '../loading/description.ts';
import { LoadedPlugin } from './loaded-plugin.ts';
import type { PluginRunner, RunnerOptions } from './runner.ts';

/** So many events are folded before sockets get their turn. */
const STEP = 50;

/** Runs a plugin in the platform's own thread: for those that are trusted to come to an end. */
export function runInline(plugin: Plugin, { log, rowsFile }: RunnerOptions): PluginRunner {
  const loaded = new LoadedPlugin(plugin, { log, rowsFile, onPart: () => undefined });
  return {
    description: describePlugin(plugin),
    state: { running: true, restarts: 0 },
    check: async (config) => loaded.check(config),
    configure: async (config, name) => loaded.configure(config, name),
    readTerms: async (terms) => loaded.readTerms(terms),
    vote: (point, question, signal, name) => loaded.vote(point, question, signal, name),
    resolve: async (field, args, signal) => (await loaded.resolve(field, args, signal)) as Json,
    openHistory: async () => loaded.openHistory(new Map()),
    async read(events, position) {
      let reading = await loaded.read([], BEFORE_FIRST);
      for (let from = 0; from === 0 || from < events.length; from += STEP) {
        const step = events.slice(from, from + STEP);
        const isLast = from + STEP >= events.length;
        reading = await loaded.read(step, isLast ? position : (step.at(-1)?.position ?? position));
        if (!isLast) await nextTurn();
      }
      return reading;
    },
    close: async () => loaded.close(),
  };
}
