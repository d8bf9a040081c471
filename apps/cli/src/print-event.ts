import { styleText } from 'node:util';
import type { RecordedEvent } from '@wattledger/event-log';
import { stringifyJson } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';

const PAYLOAD_WIDTH = 100;
const arrows = { fromStation: '→', toStation: '←' } as const;

/** For programs: everything an event holds, 64-bit integers with all their digits. */
export function asJsonLine(event: RecordedEvent, payload: Json): string {
  const { metadata } = event;
  return stringifyJson({
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    id: event.id,
    type: event.type,
    direction: metadata.direction ?? null,
    action: metadata.action ?? null,
    messageId: metadata.messageId ?? null,
    ...metadata,
    payload,
  });
}

/** For people: one line, the payload cut to what fits. */
export function asTextLine(event: RecordedEvent, payload: Json): string {
  const { metadata } = event;
  const text = stringifyJson(payload);
  const shown = text.length > PAYLOAD_WIDTH ? `${text.slice(0, PAYLOAD_WIDTH - 1)}…` : text;
  const arrow = metadata.direction ? arrows[metadata.direction] : '·';
  const flags = metadata.flags && metadata.flags.length > 0 ? styleText('yellow', ` ⚑ ${metadata.flags.join(', ')}`) : '';
  const [date = '', time = ''] = metadata.recordedAt.split('T');
  return [
    styleText('dim', String(event.position).padStart(8)),
    styleText('dim', `${date} ${time.slice(0, 12)}`),
    event.stream.replace(/^station-/, '').padEnd(16),
    arrow,
    styleText('bold', event.type.padEnd(28)),
    `${shown}${flags}`,
  ].join(' ');
}
