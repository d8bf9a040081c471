import { describe, expect, it } from '@jest/globals';
import { emptyTail, withNews, withPage } from './event-tail.ts';
import type { LoggedEvent } from './events.ts';

const event = (position: number): LoggedEvent => ({
  id: `event-${position}`,
  position: String(position),
  stream: 'station-oak-1',
  revision: position,
  type: 'HeartbeatReceived',
  action: 'Heartbeat',
  kind: 'call',
  direction: 'FROM_STATION',
  recordedAt: '2026-11-22T12:00:00.000Z',
  ocppVersion: '1.6',
  messageId: null,
  flags: [],
  actor: null,
  hash: '',
  payload: {},
});
const page = (...positions: number[]) => ({ events: positions.map(event), endCursor: 'c', hasNextPage: true, logHead: '99' });
const positions = ({ events }: { events: readonly LoggedEvent[] }) => events.map(({ position }) => Number(position));

describe('the tail of the log', () => {
  it('puts news on top and older pages below', () => {
    const tail = withPage(withNews(withPage(emptyTail, page(10, 9)), [event(11), event(12)]), page(8, 7));
    expect(positions(tail)).toEqual([12, 11, 10, 9, 8, 7]);
  });

  it('hears an event once, however often it is told after a broken connection', () => {
    const tail = withNews(withPage(emptyTail, page(10, 9)), [event(11)]);
    expect(positions(withNews(tail, [event(10), event(11), event(12)]))).toEqual([12, 11, 10, 9]);
  });

  it('listens from the head of the log when nothing in it was wanted so far', () => {
    expect(withPage(emptyTail, page()).head).toBe('99');
    expect(positions(withNews(withPage(emptyTail, page()), [event(99), event(100)]))).toEqual([100]);
  });

  it('lets the oldest go when it grows long, and finds them again from where it ends', () => {
    const many = Array.from({ length: 600 }, (_, index) => event(100 + index));
    const tail = withNews(withPage(emptyTail, page(10, 9)), many);
    expect(tail.events).toHaveLength(502);
    expect(tail.back).toEqual({ afterPosition: tail.events.at(-1)?.position });
  });

  it('does not let go what somebody looked back for', () => {
    const older = Array.from({ length: 600 }, (_, index) => 1_000 - index);
    const tail = withNews(withPage(emptyTail, page(...older)), [event(1_001)]);
    expect(tail.events).toHaveLength(601);
    expect(tail.back).toEqual({ after: 'c' });
  });
});
