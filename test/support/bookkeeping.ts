import { expect } from '@jest/globals';
import type { RecordedEvent } from '@wattledger/event-log';
import type { SessionRow } from '@wattledger/read-models';
import type { ChargingStation } from './charging-stations.ts';

type Told = (stationId: string) => Promise<readonly RecordedEvent[]>;

/** Held against the log: the books of stations and operators that live through deaths and cuts. */

/** Calls that are recorded more than once, and answered ones that are not recorded once with one answer: each with what is recorded of it. */
export async function missingOrDoubled(stations: readonly ChargingStation[], told: Told): Promise<string[]> {
  const wrong: string[] = [];
  for (const station of stations) {
    // What is answered while the log is read may be behind what was read.
    const acknowledged = [...station.acknowledged];
    // Our calls and the answers to them have ids of ours.
    const messages = (await told(station.id)).filter(({ metadata: { messageId, commandId } }) => messageId && !commandId);
    const byId = Map.groupBy(messages, ({ metadata }) => metadata.messageId ?? '');
    for (const id of new Set([...byId.keys(), ...acknowledged])) {
      const counted = (byId.get(id) ?? []).filter(({ type }) => !type.endsWith('Repeated'));
      const times = (direction: string) => counted.filter(({ metadata }) => metadata.direction === direction).length;
      const isRight = times('fromStation') === 1 && times('toStation') === 1;
      if (!isRight) wrong.push([id, ...(byId.get(id) ?? []).map(placeOf)].join('\n  '));
    }
  }
  return wrong;
}

const placeOf = ({ revision, type, metadata: { connectionEpoch, recordedAt } }: RecordedEvent): string =>
  `${revision} ${type}, connection ${connectionEpoch}, ${recordedAt}`;

/** Sessions are there once, with what the meter said; nothing that both ends know of is missing. */
export function sessionsAreRight(station: ChargingStation, rows: readonly SessionRow[]): void {
  expect(rows.length).toBeLessThanOrEqual(station.begun);
  const ended = rows
    .filter(({ state }) => state === 'ended')
    .map(({ transactionId, energyWh }) => [transactionId, energyWh] as const);
  const energies = new Map(ended);
  expect(energies.size).toBe(ended.length);
  for (const [transactionId, { startWh, stopWh }] of station.finished) expect(energies.get(transactionId)).toBe(stopWh - startWh);
}

/** A command that was taken is in the log once, is sent once at most, and is heard by its station only where it was sent. */
export async function commandsAreRight(
  stations: readonly ChargingStation[],
  ofCommands: readonly RecordedEvent[],
  told: Told,
  taken: ReadonlyMap<string, string>,
): Promise<void> {
  const requests = new Map<string, number>();
  for (const { metadata, type } of ofCommands) {
    if (type === 'CommandRequested') requests.set(metadata.commandId ?? '', (requests.get(metadata.commandId ?? '') ?? 0) + 1);
  }
  expect([...taken.keys()].filter((commandId) => requests.get(commandId) !== 1)).toEqual([]);
  for (const { id, heard } of stations) {
    const sent = (await told(id)).filter(({ type }) => type === 'ClearCacheSent');
    expect(new Set(sent.map(({ metadata }) => metadata.commandId)).size).toBe(sent.length);
    expect(new Set(heard).size).toBe(heard.length);
    const recorded = new Set(sent.map(({ metadata }) => metadata.messageId));
    expect(heard.filter((messageId) => !recorded.has(messageId))).toEqual([]);
  }
}
