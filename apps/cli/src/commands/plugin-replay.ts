import { readFile } from 'node:fs/promises';
import { RecordedEvent } from '@wattledger/event-log';
import { platformData, stationStream, tariffStream } from '@wattledger/charging';
import type { KnownTariff } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import { readRecording, replay } from '@wattledger/plugin-sdk/host';
import type { Difference, RecordedLine, Replay } from '@wattledger/plugin-sdk/host';
import { cliFault } from '../errors.ts';
import { Failed } from '../failed.ts';
import { loadPlugin } from '../load-plugin.ts';
import { asJsonLine } from '../print-event.ts';
import { openForReading, openSealer } from '../readable-log.ts';
import type { LogPlace, OpenedSealer } from '../readable-log.ts';

interface ReplayOptions extends LogPlace {
  readonly plugin: string;
  readonly config?: string;
  readonly station?: readonly string[];
  readonly since?: Instant;
  readonly until?: Instant;
  readonly json?: boolean;
}

/** Exit code 1 where the plugin says something else than it said. */
export async function replayPlugin(options: ReplayOptions): Promise<void> {
  const plugin = await loadPlugin(options.plugin);
  const config: unknown = options.config === undefined ? {} : JSON.parse(await readFile(options.config, 'utf8'));
  const parsed = plugin.config.safeParse(config);
  if (!parsed.success)
    throw cliFault('plugin-unreadable', `The configuration of ${plugin.id} is not valid: ${parsed.error.issues[0]?.message}.`);
  const tariffs = await recordedTariffs(options);
  const outcome = await replay(await recordedEvents(options), plugin, parsed.data, {
    tariff: ({ tariffId, version }) => tariffs.find((each) => each.tariffId === tariffId && each.version === version),
  });
  if (options.json) console.log(JSON.stringify(outcome));
  else console.log(summaryOf(plugin.id, outcome));
  if (outcome.differences.length > 0)
    throw new Failed(`${plugin.id} says something else to ${outcome.differences.length} questions.`);
}

/** Every version there ever was: a session is priced by the one it began under. */
async function recordedTariffs(place: LogPlace): Promise<KnownTariff[]> {
  const log = openForReading(place);
  const tariffs: KnownTariff[] = [];
  try {
    for await (const stored of log.readAll({ filter: { streamPrefixes: [tariffStream('')] } })) {
      const { type, data } = new RecordedEvent(stored);
      if (type !== 'TariffVersionAdded') continue;
      const { by: _, ...tariff } = platformData(type, data as JsonObject);
      tariffs.push(tariff);
    }
  } finally {
    await log.close();
  }
  return tariffs;
}

/** Tokens are shown to the plugin where the keys are there; else it sees them sealed. */
async function recordedEvents({ station, since = '', until, ...place }: ReplayOptions): Promise<RecordedLine[]> {
  const keys = await keysOf(place);
  const log = openForReading(place);
  const lines: string[] = [];
  try {
    const streamPrefixes = station?.map(stationStream) ?? ['station-'];
    for await (const stored of log.readAll({ filter: { streamPrefixes } })) {
      if (station && !streamPrefixes.includes(stored.stream)) continue;
      const event = new RecordedEvent(stored);
      const { recordedAt } = event.metadata;
      if (recordedAt < since || (until !== undefined && recordedAt >= until)) continue;
      lines.push(asJsonLine(event, keys ? await keys.sealer.unsealPayload(event.data) : event.data));
    }
  } finally {
    await keys?.close();
    await log.close();
  }
  return readRecording(lines.join('\n'));
}

async function keysOf({ dataDir }: LogPlace): Promise<OpenedSealer | undefined> {
  try {
    return await openSealer(dataDir);
  } catch {
    console.error('Tokens stay sealed: there is no master key here. A plugin that goes by tokens will say something else.');
    return undefined;
  }
}

function summaryOf(id: string, { asked, same, differences, skipped }: Replay): string {
  const missing = new Map<string, number>();
  for (const each of skipped) missing.set(each.missing, (missing.get(each.missing) ?? 0) + 1);
  return [
    ...differences.map(lineOf),
    asked === 0
      ? `${id} was asked nothing: no decision that was recorded concerns it.`
      : `${differences.length === 0 ? 'OK  ' : ''}${id} was asked ${asked} questions again and answered ${same} as it did.`,
    ...[...missing].map(([what, times]) => `${times} decisions were left out: ${what} is missing.`),
  ].join('\n');
}

function lineOf({ event, point, then, now }: Difference): string {
  const said = ({ answer, rule, reason }: Difference['now']) => `${answer}${rule === undefined ? '' : ` [${rule}]`} (${reason})`;
  return `${event.position}  ${event.recordedAt}  ${event.stream}  ${point}\n    then  ${then ? said(then) : 'not asked'}\n    now   ${said(now)}`;
}
