import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '@wattledger/charging';
import { eventVersions, MESSAGE_FORM, newEvent, RecordedEvent } from '@wattledger/event-log';
import type { Json, JsonObject } from '@wattledger/kernel';
import { factReader } from '@wattledger/read-models';
import { departure, samplesOf } from '../support/evolution/event-samples.ts';
import { allFixtures, readFixture, writeFixture } from '../support/evolution/event-fixtures.ts';
import type { EventFixture } from '../support/evolution/event-fixtures.ts';
import { eventShapes, printShape } from '../support/evolution/event-shapes.ts';
import type { Shape } from '../support/evolution/event-shapes.ts';
import { messageFixture } from '../support/evolution/message-fixture.ts';

/** Prints the fixture of a new version, and takes over a form that has only gained what old events need not have. */
const printing = process.env['WATTLEDGER_UPDATE_PRINTED'] !== undefined;

const types = Object.keys(eventCatalogue);
const streamFor = (type: string): string =>
  eventCatalogue[type as keyof typeof eventCatalogue].stream.replaceAll(/<[^>]+>/g, 'of-fixture');

function recorded({ type }: EventFixture, { stream, metadata, data }: EventFixture['events'][number]): RecordedEvent {
  const { id } = newEvent(type, {});
  return new RecordedEvent({
    id,
    type,
    stream,
    revision: 0,
    position: 0,
    metadata: JSON.stringify(metadata),
    data: JSON.stringify(data),
  });
}

const fixtureOf = (type: string, shape: Shape): EventFixture => {
  const version = eventVersions.current(type);
  const metadata = { schemaVersion: version, recordedAt: '2026-05-01T08:00:00.000Z' };
  const events = samplesOf(shape).map((data) => ({ stream: streamFor(type), metadata, data }));
  return { type, version, shape: printShape(shape), events };
};

/** Everything that is still read of these events is where it is looked for. */
function unreadable(fixture: EventFixture, shape: Shape): string[] {
  return fixture.events.flatMap((event): string[] => {
    const data: Json = recorded(fixture, event).data;
    const missed = departure(shape, data);
    return missed === undefined ? [] : [`${fixture.type} of version ${fixture.version}: ${missed} is not as it is read today`];
  });
}

let shapes: ReadonlyMap<string, Shape>;
const shapeOf = (type: string): Shape => {
  const shape = shapes.get(type);
  if (!shape) throw new Error(`${type} is in the catalogue, but not in PlatformEvents`);
  return shape;
};

beforeAll(() => {
  shapes = eventShapes();
  if (!printing) return;
  for (const type of types) {
    const known = readFixture(type, eventVersions.current(type));
    const shape = shapeOf(type);
    const mayGrow = known && unreadable(known, shape).length === 0;
    // Old samples stay: they are what was written. New ones are added behind them.
    const grown = fixtureOf(type, shape);
    if (!known) writeFixture(grown);
    else if (mayGrow && known.shape !== grown.shape) writeFixture({ ...grown, events: [...known.events, ...grown.events] });
  }
  if (!readFixture(MESSAGE_FORM, eventVersions.current(MESSAGE_FORM))) writeFixture(messageFixture());
});

describe('the forms in which events are stored', () => {
  it('each have a fixture of the version that is written today', () => {
    const missing = [...types, MESSAGE_FORM].filter((type) => !readFixture(type, eventVersions.current(type)));
    expect(missing).toEqual([]);
  });

  it('have not changed without a new version', () => {
    const changed = types.filter((type) => readFixture(type, eventVersions.current(type))?.shape !== printShape(shapeOf(type)));
    // A change that old events cannot follow needs an upcaster, see docs/upgrading.md; one that only adds what may be absent is printed anew.
    expect(changed).toEqual([]);
  });

  it('have one fixture for every version there ever was', () => {
    const versionsOf = (form: string): number[] => Array.from({ length: eventVersions.current(form) }, (_, index) => index + 1);
    const expected = [...types, MESSAGE_FORM].flatMap((form) => versionsOf(form).map((version) => `${form}.v${version}`));
    const found = allFixtures().map(({ type, version }) => `${type}.v${version}`);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('are all read as the form of today', () => {
    const known = allFixtures().filter(({ type }) => type !== MESSAGE_FORM);
    expect(known.flatMap((fixture) => unreadable(fixture, shapeOf(fixture.type)))).toEqual([]);
  });

  it('all mean something to the read models, or nothing, and never break them', () => {
    for (const fixture of allFixtures()) {
      for (const event of fixture.events) {
        const type = fixture.type === MESSAGE_FORM ? String((event.metadata as JsonObject)['type']) : fixture.type;
        const read = factReader.read(undefined, recorded({ ...fixture, type }, event));
        expect(Array.isArray(read.facts)).toBe(true);
      }
    }
  });

  it('would tell of a member that is read and was never written', () => {
    const [fixture] = allFixtures().filter(({ type }) => type === 'StationPlaced');
    const shape = shapeOf('StationPlaced');
    if (!fixture || shape.is !== 'object') throw new Error('StationPlaced has no fixture');
    const renamed: Shape = {
      ...shape,
      members: shape.members.map((each) => (each.name === 'timeZone' ? { ...each, name: 'zone' } : each)),
    };
    expect(unreadable(fixture, renamed)[0]).toContain('data.zone is not as it is read today');
    expect(printShape(renamed)).not.toBe(fixture.shape);
  });
});
