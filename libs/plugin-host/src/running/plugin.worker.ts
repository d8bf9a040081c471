import { constants, platform, setPriority } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '@wattledger/kernel';
import { describePlugin } from '../loading/description.ts';
import { loadPlugin } from '../loading/load-plugin.ts';
import { LoadedPlugin } from './loaded-plugin.ts';
import { offerSdk } from './offer-sdk.ts';
import type { FromWorker, PluginRequest, PluginWorkerData, ToWorker } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('A plugin runs as a worker thread.');
const { url, use, rowsFile, givesWay } = workerData as PluginWorkerData;

// Linux has a priority for every thread, 0 being this one; elsewhere it would be the whole platform's.
if (givesWay && platform() === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

const say = (message: FromWorker): void => port.postMessage(message);
const waiting = new Map<number, AbortController>();

// A promise that nobody looked after is the plugin's mistake, and ends nothing.
process.on('unhandledRejection', (reason) =>
  say({ say: 'log', message: `a promise was rejected unhandled: ${messageOf(reason)}` }),
);

function messageOf(error: unknown): string {
  try {
    return (error instanceof Error ? error.message : String(error)).slice(0, 500);
  } catch {
    return 'something that cannot be told';
  }
}

function answer(loaded: LoadedPlugin, request: PluginRequest, signal: AbortSignal): unknown {
  switch (request.ask) {
    case 'check':
      return loaded.check(request.config);
    case 'configure':
      return loaded.configure(request.config, request.name);
    case 'readTerms':
      return loaded.readTerms(request.terms);
    case 'vote':
      return loaded.vote(request.point, request.question as never, signal, request.name);
    case 'resolve':
      return loaded.resolve(request.field, request.args, signal);
    case 'openHistory':
      return loaded.openHistory(request.parked);
    case 'read':
      return loaded.read(request.events, request.position);
    case 'ping':
      // What the limit on the heap does not see.
      return getHeapStatistics().external_memory;
  }
}

async function take(loaded: LoadedPlugin, message: ToWorker): Promise<void> {
  const { id } = message;
  if ('cancel' in message) return waiting.get(id)?.abort();
  const controller = new AbortController();
  waiting.set(id, controller);
  try {
    say({ say: 'answer', id, value: await answer(loaded, message.request, controller.signal) });
  } catch (error) {
    say({ say: 'threw', id, message: messageOf(error) });
  } finally {
    waiting.delete(id);
  }
}

try {
  offerSdk();
  say({ say: 'loading' });
  const plugin = await loadPlugin(url, use);
  const loaded = new LoadedPlugin(plugin, {
    log: (message, details) => say({ say: 'log', message: String(message), details }),
    onPart: (part) => say({ say: 'part', part }),
    rowsFile,
  });
  port.on('message', (message: ToWorker) => void take(loaded, message));
  say({ say: 'loaded', description: describePlugin(plugin) });
} catch (error) {
  const code = error instanceof Fault ? error.code : 'plugin-not-loaded';
  say({ say: 'not-loaded', code, message: messageOf(error) });
}
