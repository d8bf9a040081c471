import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';
import { TraceCollector } from '../support/trace-collector.ts';
import type { CollectedSpan } from '../support/trace-collector.ts';
import { until } from '../support/until.ts';

interface TracedEvent {
  readonly type: string;
  readonly traceparent: string | null;
}

let collector: TraceCollector;
let platform: TestPlatform;
beforeAll(async () => {
  collector = await TraceCollector.start();
  platform = await TestPlatform.start({ WATTLEDGER_OTLP_URL: collector.url, WATTLEDGER_TRACE_SHARE: '1' });
});
afterAll(async () => {
  await platform.stop();
  await collector.stop();
});

const eventsOf = async (from: TestPlatform, filter: object): Promise<readonly TracedEvent[]> => {
  const query = 'query ($filter: EventFilter) { events(first: 200, filter: $filter) { nodes { type traceparent } } }';
  return (await from.graphql<{ events: { nodes: readonly TracedEvent[] } }>(query, { filter })).events.nodes;
};
/** The trace and the span that an event names. */
const placeOf = ({ type, traceparent }: TracedEvent) => {
  const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-01$/.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId) throw new Error(`${type} is not traced: ${traceparent}`);
  return { traceId, spanId };
};
const spanCalled = (name: string, { traceId }: { traceId: string }) =>
  collector.span(`${name} of ${traceId}`, (span) => span.name === name && span.traceId === traceId);
const attribute = ({ attributes = [] }: CollectedSpan, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
/** The spans between a span and the one that its trace began with. */
const pathOf = (span: CollectedSpan): string[] => {
  const parent = collector.spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId);
  return parent ? [...pathOf(parent), span.name] : [span.name];
};

/** A session of 1.6, from power-up to the cable's end. */
async function charge(at: TestPlatform, stationId: string): Promise<void> {
  const station = await at.connect(stationId);
  await station.get('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' });
  await station.get('Authorize', { idTag: 'CARD-1' });
  const timestamp = new Date().toISOString();
  const { transactionId = 0 } = await station.get('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 0,
    timestamp,
  });
  await station.get('StopTransaction', { transactionId, meterStop: 1_000, timestamp, reason: 'EVDisconnected' });
  await station.close();
}

describe('the trace of a charging session', () => {
  it('leads from each frame over the decision and the append to the answer, and on to the rows', async () => {
    await charge(platform, 'oak-1');
    const events = (await eventsOf(platform, { stationId: 'oak-1' })).filter(
      ({ type }) => !/^Station(Dis)?[Cc]onnected$/.test(type),
    );
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['AuthorizationDecided', 'SessionPriced']));
    for (const event of events) {
      const place = placeOf(event);
      const append = await collector.span(`of ${event.type}`, ({ spanId }) => spanId === place.spanId);
      const answer = await spanCalled('answer', place);
      await spanCalled('frame', place);
      const decide = await spanCalled('decide', place);
      expect([append, answer, decide].map(pathOf)).toEqual([
        ['frame', 'append'],
        ['frame', 'answer'],
        ['frame', 'decide'],
      ]);
      await collector.span(
        `project with ${event.type}`,
        ({ name, links = [] }) =>
          name === 'project' && links.some(({ traceId, spanId }) => traceId === place.traceId && spanId === place.spanId),
      );
    }
    const started = events.find(({ type }) => type === 'StartTransactionReceived');
    const frame = await spanCalled('frame', placeOf(started ?? { type: 'StartTransactionReceived', traceparent: null }));
    expect(attribute(frame, 'wattledger.station')).toBe('oak-1');
    expect(attribute(frame, 'wattledger.ocpp.action')).toBe('StartTransaction');
    expect(JSON.stringify(collector.spans)).not.toContain('CARD-1');
  });

  it('is in no other event, and the chains are whole', async () => {
    await charge(platform, 'oak-2');
    await platform.isProven();
    expect(
      (await eventsOf(platform, { types: ['StationConnected', 'LogAnchored'] })).every(({ traceparent }) => !traceparent),
    ).toBe(true);
  });
});

describe('the trace of a command', () => {
  it('leads from the request over the call to the station’s answer, in the trace of whoever asked', async () => {
    const station = await platform.connect('oak-3');
    await station.get('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' });
    await platform.caughtUp();
    const traceId = 'a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5';
    const answered = station.nextCall().then((call) => station.answer(call, { status: 'Accepted' }));
    await fetch(`${platform.httpUrl}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${ADMIN_KEY}`,
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify({ query: 'mutation { clearCache(stationId: "oak-3") { __typename } }' }),
    });
    await answered;
    const [requested] = await until('the command', async () => {
      const found = await eventsOf(platform, { types: ['CommandRequested'] });
      return found.length > 0 && found;
    });
    const said = await until('the answer', async () => {
      const found = await eventsOf(platform, { stationId: 'oak-3', actions: ['ClearCache'] });
      return found.length === 2 && found;
    });
    for (const event of [requested, ...said])
      expect(placeOf(event ?? said[0] ?? { type: 'none', traceparent: null }).traceId).toBe(traceId);
    const request = await spanCalled('request', { traceId });
    expect(request.parentSpanId).toBe('b7ad6b7169203331');
    expect(attribute(request, 'wattledger.fields')).toBe('clearCache');
    const command = await spanCalled('command', { traceId });
    expect(pathOf(command)).toEqual(['request', 'command']);
    const appends = collector.spans.filter((span) => span.traceId === traceId && span.name === 'append');
    expect(appends.map(pathOf)).toEqual([
      ['request', 'command', 'append'],
      ['request', 'command', 'append'],
    ]);
    await station.close();
  });
});

describe('a platform that traces nothing', () => {
  it('writes events as ever: not a byte of them knows of traces', async () => {
    const quiet = await TestPlatform.start({ WATTLEDGER_OTLP_URL: collector.url, WATTLEDGER_TRACE_SHARE: '0' });
    const plain = await TestPlatform.start();
    try {
      for (const untraced of [quiet, plain]) {
        await charge(untraced, 'elm-1');
        const events = await Array.fromAsync(untraced.store.log.readAll(), ({ metadata }) => metadata);
        expect(events.length).toBeGreaterThan(8);
        expect(events.filter((metadata) => metadata.includes('traceparent'))).toEqual([]);
      }
    } finally {
      await quiet.stop();
      await plain.stop();
    }
  });
});
