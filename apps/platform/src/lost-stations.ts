import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { stationStream } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { Ledger, RecordedEvent } from '@wattledger/event-log';
import type { openReadModels } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { Nodes } from './nodes/nodes.ts';
import type { Projecting } from './projecting.ts';

interface LostStationsParts {
  readonly ledger: Ledger;
  readonly nodes: Nodes;
  readonly projecting: Projecting;
  readonly rows: ReturnType<typeof openReadModels>;
  readonly log: Logger;
}

/** A station that the rows call connected. */
interface Held {
  readonly stationId: string;
  readonly connectionEpoch: number | null;
  readonly node: string | null;
}

const CATCH_UP_LOOK_MS = 50;
/** What was missed when a process went is seen by then. */
const LOOK_AGAIN_MS = 60_000;
/** A gateway may have had thousands. */
const NOTED_AT_ONCE = 50;
/** RFC 6455 section 7.4.1: the line just went dead. */
const ABNORMAL = 1006;

/**
 * Notes of stations whose gateway is gone without a word that they are not connected; runs until the signal.
 *
 * The note goes to the station's stream on the strength of its newest event: had the station come back meanwhile, or were its gateway
 * there after all and wrote, nothing would be noted. A gateway that was only cut off finds the note, and closes the line.
 */
export async function noteLostStations(parts: LostStationsParts, signal: AbortSignal): Promise<void> {
  const news = new EventTarget();
  const stopListening = parts.nodes.onGone(() => news.dispatchEvent(new Event('gone')));
  try {
    while (!signal.aborted) {
      const waiting = new AbortController();
      const stop = AbortSignal.any([signal, waiting.signal]);
      const gone = once(news, 'gone', { signal: stop }).catch(() => undefined);
      const lost = await lostStations(parts, signal);
      for (let from = 0; from < lost.length && !signal.aborted; from += NOTED_AT_ONCE)
        await Promise.all(lost.slice(from, from + NOTED_AT_ONCE).map((station) => noteLost(parts.ledger, station)));
      if (lost.length > 0)
        parts.log.warn({ stations: lost.length }, 'the gateway of some stations is gone: they are not connected');
      // Before it is known who is there, it is asked again soon.
      const again = parts.nodes.isSettled ? LOOK_AGAIN_MS : CATCH_UP_LOOK_MS;
      await Promise.race([gone, sleep(again, undefined, { signal: stop }).catch(() => undefined)]);
      waiting.abort();
    }
  } finally {
    stopListening();
  }
}

/** Those that the rows call connected to a process that is gone, once the rows have caught up with the log as it is now. */
async function lostStations({ projecting, rows, nodes }: LostStationsParts, signal: AbortSignal): Promise<Held[]> {
  if (!nodes.isSettled) return [];
  // What is at the log's end may be none of the rows' business, so they may never come up to it.
  const end = (await projecting.status())?.head ?? 0;
  for (let status = await projecting.status(); !signal.aborted; status = await projecting.status()) {
    if (!status || status.checkpoint >= end || status.behindSince === undefined) break;
    await sleep(CATCH_UP_LOOK_MS);
  }
  const gateways = await rows.selectFrom('stations').select('node').distinct().where('connected', '=', 1).execute();
  const gone = gateways.filter(({ node }) => !nodes.isAlive(node ?? '')).map(({ node }) => node);
  if (gone.length === 0) return [];
  return rows
    .selectFrom('stations')
    .select(['stationId', 'connectionEpoch', 'node'])
    .where('connected', '=', 1)
    .where(({ or, eb }) => or(gone.map((node) => (node === null ? eb('node', 'is', null) : eb('node', '=', node)))))
    .execute();
}

/** Nothing is noted where anything has happened since the rows were made. */
async function noteLost(ledger: Ledger, { stationId, connectionEpoch }: Held): Promise<void> {
  const newest = await newestOf(ledger, stationId);
  if (!newest || newest.type === 'StationDisconnected' || newest.metadata.connectionEpoch !== connectionEpoch) return;
  const { stream, revision } = newest;
  const ended = newEvent('StationDisconnected', { code: ABNORMAL, cause: 'gateway-died' }, { connectionEpoch });
  await ledger.record({ stream, revision, hash: newest.metadata.hash }, [ended]);
}

async function newestOf(ledger: Ledger, stationId: string): Promise<RecordedEvent | undefined> {
  for await (const event of ledger.read(stationStream(stationId), { direction: 'backwards', limit: 1 })) return event;
  return undefined;
}
