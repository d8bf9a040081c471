import { beforeAll, expect, it } from '@jest/globals';
import { BEFORE_FIRST, type EventFilter, type Position, type ReadAllOptions, type StoredEvent } from '../../event-log.ts';
import { allOf, anEvent, appended, events, idsOf, newPrefix, newStream, type OpenLog } from './support.ts';

export function readingEverything(log: OpenLog): void {
  const prefix = newPrefix();
  const ours: EventFilter = { streamPrefixes: [`${prefix}:`] };
  let start: Position;
  /** In the order of their appends: station a and account b by turns, heartbeats and boots by threes. */
  const written: StoredEvent[] = [];

  beforeAll(async () => {
    start = await log().head();
    for (let index = 0; index < 12; index += 1) {
      const stream = index % 2 === 0 ? `${prefix}:station-a` : `${prefix}:account-b`;
      const event = anEvent({ type: index % 3 === 0 ? 'BootNotificationReceived' : 'HeartbeatReceived', data: `${index}` });
      const { revision, position } = await appended(log(), stream, [event]);
      written.push({ ...event, stream, revision, position });
    }
  });

  const read = (options: ReadAllOptions = {}): Promise<StoredEvent[]> =>
    allOf(log().readAll({ filter: ours, ...(options.direction === 'backwards' ? {} : { after: start }), ...options }));
  const at = (index: number): Position => written[index]?.position ?? Number.NaN;

  it('gives the events of all streams in the order of their appends', async () => {
    expect(await read()).toEqual(written);
  });

  it('gives them backwards from the end', async () => {
    expect(await read({ direction: 'backwards' })).toEqual(written.toReversed());
  });

  it('reads on behind a position, that position excluded', async () => {
    expect(await read({ after: at(4) })).toEqual(written.slice(5));
    expect(await read({ after: at(4), direction: 'backwards' })).toEqual(written.slice(0, 4).toReversed());
  });

  it('finds nothing behind the newest event', async () => {
    expect(await read({ after: at(11) })).toEqual([]);
    expect(await read({ after: await log().head() })).toEqual([]);
  });

  it('reads no further than a limit, counting what passes the filter', async () => {
    expect(await read({ limit: 5 })).toEqual(written.slice(0, 5));
    expect(await read({ limit: 5, direction: 'backwards' })).toEqual(written.slice(-5).toReversed());
    expect(await read({ limit: 0 })).toEqual([]);
    const boots = written.filter((event) => event.type === 'BootNotificationReceived');
    expect(await read({ limit: 2, filter: { ...ours, types: ['BootNotificationReceived'] } })).toEqual(boots.slice(0, 2));
  });

  it('reads the whole history from before the first event', async () => {
    expect(await read({ after: BEFORE_FIRST })).toEqual(written);
    expect(await allOf(log().readAll({ filter: ours }))).toEqual(written);
    expect(await read({ after: BEFORE_FIRST, direction: 'backwards' })).toEqual([]);
  });

  it('reads without a filter what lies between two heads', async () => {
    const all = await allOf(log().readAll({ after: start }));
    const known = new Set(idsOf(written));
    expect(all.filter((event) => known.has(event.id))).toEqual(written);
  });

  it('tells streams apart by their prefix', async () => {
    const stations = { streamPrefixes: [`${prefix}:station-`] };
    expect(await read({ filter: stations })).toEqual(written.filter((event) => event.stream === `${prefix}:station-a`));
    const both = { streamPrefixes: [`${prefix}:account-`, `${prefix}:station-`] };
    expect(await read({ filter: both })).toEqual(written);
    expect(await read({ filter: { streamPrefixes: [`${prefix}:nobody`] } })).toEqual([]);
  });

  it('takes the characters of a prefix as they stand', async () => {
    const [odd, plain] = [`${prefix}!%_.*[`, `${prefix}!aaaaa`];
    await appended(log(), `${plain}1`, events(1));
    const { position } = await appended(log(), `${odd}1`, events(1));
    expect((await read({ filter: { streamPrefixes: [odd] } })).map((event) => event.position)).toEqual([position]);
  });

  it('tells events apart by their type', async () => {
    const [only, after] = [`Only${newPrefix()}`, await log().head()];
    const rare = anEvent({ type: only });
    await appended(log(), newStream(), [...events(3), rare, anEvent({ type: `${only}Not` })]);

    expect(idsOf(await allOf(log().readAll({ after, filter: { types: [only] } })))).toEqual([rare.id]);
    const several = await allOf(log().readAll({ after, filter: { types: [`${only}Not`, only] } }));
    expect(several.map((event) => event.type)).toEqual([only, `${only}Not`]);
  });

  it('asks of an event that both its stream and its type are wanted', async () => {
    const filter = { streamPrefixes: [`${prefix}:station-`], types: ['BootNotificationReceived'] };
    const wanted = written.filter((event) => event.stream === `${prefix}:station-a` && event.type === 'BootNotificationReceived');
    expect(await read({ filter })).toEqual(wanted);
    expect(await read({ filter, direction: 'backwards' })).toEqual(wanted.toReversed());
  });

  it('can be left early, and read again', async () => {
    for await (const event of log().readAll({ after: start, filter: ours })) if (event.position === at(3)) break;
    expect(await read()).toEqual(written);
  });

  it('reads on over pages of events that nobody wanted', async () => {
    const after = await log().head();
    const wanted = newStream();
    await appended(log(), wanted, events(1));
    for (let part = 0; part < 3; part += 1) await appended(log(), newStream(), events(600));
    await appended(log(), wanted, events(1));

    const options = { after, filter: { streamPrefixes: [wanted] } };
    expect((await allOf(log().readAll(options))).map((event) => event.revision)).toEqual([0, 1]);
    expect(await allOf(log().readAll({ ...options, limit: 2 }))).toHaveLength(2);
  });

  it('has its head at the newest event', async () => {
    const first = await appended(log(), newStream(), events(3));
    expect(await log().head()).toBeGreaterThanOrEqual(first.position);
    const second = await appended(log(), newStream(), events(1));
    expect(await log().head()).toBeGreaterThanOrEqual(second.position);
    expect(await log().head()).toBeGreaterThan(first.position);
  });
}
