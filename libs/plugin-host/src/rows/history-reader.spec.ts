import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@wattledger/event-log';
import { definePlugin, z } from '@wattledger/plugin-sdk';
import type { Plugin, PluginEvent, PluginProjection } from '@wattledger/plugin-sdk';
import { HistoryReader } from './history-reader.ts';
import { PluginRowsFile } from './plugin-rows-file.ts';

let folder: string;
let rows: PluginRowsFile;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattledger-rows-'));
  rows = new PluginRowsFile(join(folder, 'plugins.sqlite'), 'spec');
  said = [];
});
afterEach(() => {
  rows.close();
  rmSync(folder, { recursive: true });
});

const count: PluginProjection = {
  name: 'count',
  version: 1,
  events: ['Counted', 'Cleared'],
  key: ({ stream }) => (stream === 'unwanted' ? undefined : stream),
  evolve: (row = { times: 0 }, { type }) => (type === 'Cleared' ? undefined : { times: Number(row['times']) + 1 }),
};

const pluginWith = (more: Partial<Pick<Plugin, 'projections' | 'onEvent'>>): Plugin =>
  definePlugin({ id: 'spec', version: '1.0.0', sdk: '^1.0.0', config: z.object({}), ...more });

const readerOf = (plugin: Plugin, parked: ReadonlyMap<string, string> = new Map()) =>
  new HistoryReader({
    plugin,
    rows,
    config: () => ({}),
    log: (message) => void said.push(message),
    onPart: () => undefined,
    parked,
  });

const event = (position: number, type = 'Counted', stream = 'a'): StoredEvent => ({
  id: `e${position}`,
  stream,
  revision: position,
  position,
  type,
  metadata: '{"schemaVersion":1,"recordedAt":"2026-05-01T12:00:00.000Z","previousHash":"","hash":""}',
  data: '{}',
});

describe('a projection of a plugin', () => {
  it('counts every event once, however often it is told', async () => {
    const reader = readerOf(pluginWith({ projections: [count] }));
    await reader.read([event(1), event(2), event(3, 'Other')], 3);
    await reader.read([event(2), event(4)], 4);
    expect(rows.get('count', 'a')).toEqual({ times: 3 });
    expect(reader.position).toBe(4);
    const afterRestart = readerOf(pluginWith({ projections: [count] }));
    expect(afterRestart.position).toBe(4);
    await afterRestart.read([event(4), event(5)], 5);
    expect(rows.get('count', 'a')).toEqual({ times: 4 });
  });

  it('takes rows away, and passes over what is about none', async () => {
    await readerOf(pluginWith({ projections: [count] })).read(
      [event(1), event(2, 'Counted', 'b'), event(3, 'Cleared'), event(4, 'Counted', 'unwanted')],
      4,
    );
    expect(rows.list('count')).toEqual([{ key: 'b', row: { times: 1 } }]);
  });

  it('whose version was raised is made anew', async () => {
    await readerOf(pluginWith({ projections: [count] })).read([event(1)], 1);
    const raised = readerOf(pluginWith({ projections: [{ ...count, version: 2 }] }));
    expect(raised.position).toBe(-1);
    expect(rows.get('count', 'a')).toBeUndefined();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no idea');
      },
      'no idea',
    ],
    ['gives no row', () => 5 as never, 'a row must be an object'],
    ['gives a row that is too large', () => ({ text: 'x'.repeat(300_000) }), 'at most 256 KiB'],
  ])('that %s stands still, with its rows as they were before; the others go on', async (_, evolve, reason) => {
    const broken: PluginProjection = {
      ...count,
      name: 'broken',
      evolve: (row, each) => (each.position === 3 ? evolve() : { ...row, p: each.position }),
    };
    const reader = readerOf(pluginWith({ projections: [broken, count] }));
    await reader.read([event(1)], 1);
    await reader.read([event(2), event(3)], 3);
    await reader.read([event(4)], 4);
    expect(reader.parkedParts).toEqual([{ part: 'broken', reason: expect.stringContaining(reason) }]);
    expect(rows.get('broken', 'a')).toEqual({ p: 1 });
    expect(rows.get('count', 'a')).toEqual({ times: 4 });
  });

  it('that is known to end its thread is left alone', async () => {
    const reader = readerOf(pluginWith({ projections: [count] }), new Map([['count', 'it looped']]));
    expect(reader.position).toBeUndefined();
    expect(reader.parkedParts).toEqual([{ part: 'count', reason: 'it looped' }]);
  });

  it('pages its rows by key', async () => {
    await readerOf(pluginWith({ projections: [count] })).read(
      ['a', 'b', 'c'].map((stream, index) => event(index, 'Counted', stream)),
      2,
    );
    expect(rows.list('count', { after: 'a', first: 1 }).map(({ key }) => key)).toEqual(['b']);
  });
});

describe('a listener', () => {
  const listening = (handle: (event: PluginEvent) => void | Promise<void>) =>
    pluginWith({ onEvent: { types: ['Counted'], handle: (each) => handle(each) } });

  it('hears of events in their order, and goes on where it was', async () => {
    const heard: number[] = [];
    const plugin = listening(({ position }) => void heard.push(position));
    await readerOf(plugin).read([event(1), event(2, 'Other'), event(3)], 3);
    await readerOf(plugin).read([event(3), event(4)], 4);
    expect(heard).toEqual([1, 3, 4]);
  });

  it('that fails is told again, and then the event is passed over', async () => {
    const heard: number[] = [];
    const plugin = listening(({ position }) => {
      heard.push(position);
      if (position === 1) throw new Error('the server is away');
    });
    const reader = readerOf(plugin);
    await reader.read([event(1), event(2)], 2);
    expect(heard).toEqual([1, 1, 1, 2]);
    expect(said[0]).toBe('onEvent failed: the server is away');
    expect(reader.parkedParts).toEqual([]);
  });
});
