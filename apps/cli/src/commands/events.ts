import { Command } from 'commander';
import { BEFORE_FIRST, RecordedEvent } from '@wattledger/event-log';
import type { EventFilter, EventLog, Sealer, StoredEvent } from '@wattledger/event-log';
import { archivedIn } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { dataDirOption, eventStoreOption, instant, several, wholeNumber } from '../options.ts';
import { asJsonLine, asTextLine } from '../print-event.ts';
import { openForReading, openSealer } from '../readable-log.ts';
import type { LogPlace, OpenedSealer, ReadableLog } from '../readable-log.ts';

interface EventsOptions extends LogPlace {
  readonly station?: readonly string[];
  readonly stream?: readonly string[];
  readonly type?: readonly string[];
  readonly since?: Instant;
  readonly until?: Instant;
  readonly after?: number;
  readonly limit?: number;
  readonly last?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly unseal?: boolean;
}

export const eventsCommand = (): Command =>
  new Command('events')
    .description(
      'Print the events of the log, oldest first: every OCPP message in both directions, every decision, every command.',
    )
    .option('-s, --station <id>', 'only this station (repeat, or part with commas)', several)
    .option('--stream <name>', 'only this stream, e.g. apikey-admin', several)
    .option('-t, --type <type>', 'only this type, e.g. StartTransactionReceived', several)
    .option('--since <instant>', 'recorded at or after: 2026-05-01T14:05:00Z, or 15m, 2h, 3d ago', instant)
    .option('--until <instant>', 'recorded before', instant)
    .option('--after <position>', 'behind this position', wholeNumber)
    .option('-n, --limit <count>', 'at most so many', wholeNumber)
    .option('--last <count>', 'only the newest so many', wholeNumber)
    .option('-f, --follow', 'go on with what is recorded from now on')
    .option('--json', 'one JSON object per line')
    .option('--unseal', 'show personal data, with the master key of the data folder')
    .addOption(dataDirOption())
    .addOption(eventStoreOption())
    .action(printEvents);

async function printEvents(options: EventsOptions): Promise<void> {
  const log = openForReading(options);
  let keys: OpenedSealer | undefined;
  try {
    keys = options.unseal ? await openSealer(options.dataDir) : undefined;
    const most = options.limit ?? Infinity;
    let printed = 0;
    if (most > 0) {
      for await (const stored of wantedEvents(log, options)) {
        const event = new RecordedEvent(stored);
        if (!isOfTime(event, options) || !isOfStream(stored, options)) continue;
        await print(event, options, keys?.sealer);
        printed += 1;
        if (printed >= most) break;
      }
    }
    await tellOfArchives(log, options);
    if (printed === 0 && !options.follow) console.error('No event is as asked for. What there is: wattledger events --last 20');
  } finally {
    await keys?.close();
    await log.close();
  }
}

/** Older events of the streams that were asked for may lie elsewhere. */
async function tellOfArchives(
  log: Pick<EventLog, 'readStream'>,
  { station = [], stream = [], since, after, last }: EventsOptions,
) {
  if (since !== undefined || after !== undefined || last !== undefined) return;
  const wanted = new Set([...station.map(stationStream), ...stream]);
  for (const archived of await archivedIn(log)) {
    if (!wanted.has(archived.stream)) continue;
    console.error(`Revisions ${archived.from} to ${archived.to} of ${archived.stream} are in archive/${archived.file}.`);
  }
}

async function* wantedEvents(log: ReadableLog, options: EventsOptions): AsyncGenerator<StoredEvent> {
  const filter = filterOf(options);
  let after = options.after ?? BEFORE_FIRST;
  if (options.last !== undefined) {
    const newest: StoredEvent[] = [];
    for await (const event of log.readAll({ direction: 'backwards', filter })) {
      if (newest.length >= options.last || event.position <= after) break;
      if (isOfStream(event, options)) newest.push(event);
    }
    yield* newest.reverse();
    after = newest[newest.length - 1]?.position ?? after;
    if (!options.follow) return;
  }
  if (!options.follow) return yield* log.readAll({ after, filter });
  for await (const { events } of log.subscribe({ after, filter })) yield* events;
}

const filterOf = ({ station = [], stream = [], type }: EventsOptions): EventFilter => {
  const streams = [...station.map(stationStream), ...stream];
  return { ...(streams.length > 0 && { streamPrefixes: streams }), ...(type && { types: type }) };
};

const isOfTime = ({ metadata: { recordedAt } }: RecordedEvent, { since = '', until }: EventsOptions): boolean =>
  recordedAt >= since && (until === undefined || recordedAt < until);

/** A filter knows beginnings of names; here the whole name is meant. */
function isOfStream({ stream }: StoredEvent, { station = [], stream: streams = [] }: EventsOptions): boolean {
  const wanted = [...station.map(stationStream), ...streams];
  return wanted.length === 0 || wanted.includes(stream);
}

async function print(event: RecordedEvent, options: EventsOptions, sealer: Sealer | undefined): Promise<void> {
  const payload = sealer ? await sealer.unsealPayload(event.shownData) : event.shownData;
  const line = options.json ? asJsonLine(event, payload) : asTextLine(event, payload);
  if (!process.stdout.write(`${line}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
