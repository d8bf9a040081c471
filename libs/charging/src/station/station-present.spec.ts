import { describe, expect, it } from '@jest/globals';
import { Wire } from '../testing/wire.ts';

const reports = (wire: Wire, status: string, timestamp = wire.time()) =>
  wire.calls('StatusNotification', { connectorId: 1, errorCode: 'NoError', status, timestamp });
const statuses = (wire: Wire) =>
  wire.told('ConnectorStatusReported').map(({ status, outdated }) => (outdated ? `(${status})` : status));

describe('a connection', () => {
  it('is the newest one: the end of an older one is no news', () => {
    const wire = new Wire('1.6').connects().connects().disconnects(1);
    expect(wire.state).toMatchObject({ connected: true, connectionEpoch: 2 });
    expect(wire.disconnects(2).told('StationDisconnected')).toHaveLength(1);
    expect(wire.state.connected).toBe(false);
  });

  it('takes the calls that were waiting over the old one with it', () => {
    const wire = new Wire('1.6').connects();
    wire.isSent('Reset', { type: 'Soft' }, 'c1');
    expect(wire.connects().told('CommandUnanswered')).toMatchObject([{ commandId: 'c1', cause: 'disconnected' }]);
  });
});

describe("a connector's present", () => {
  it('is not turned back by what a station replays', () => {
    const wire = reports(new Wire('1.6').after(7_200), 'Charging').after(1);
    reports(wire, 'Preparing', wire.time(-3_600));
    reports(wire, 'Finishing');
    expect(statuses(wire)).toEqual(['Charging', '(Preparing)', 'Finishing']);
  });

  it('follows a station whose clock is a day ahead and is set right one day', () => {
    const wire = new Wire('1.6');
    const day = 86_400;
    for (const status of ['Preparing', 'Charging', 'Charging']) reports(wire, status, wire.time(day)).after(60);
    expect(wire.told('ClockSkewEstimated')).toMatchObject([{ skewMs: day * 1_000 }]);
    for (let minute = 0; minute < 3; minute += 1) reports(wire, 'Charging', wire.time(-0.2)).after(60);
    reports(wire, 'Finishing', wire.time(-0.2));
    expect(statuses(wire).at(-1)).toBe('Finishing');
    expect(wire.told('ClockSkewEstimated').at(-1)?.skewMs).toBe(-200);
  });

  it.each([600, 25 * 86_400, 365 * 86_400])('is not frozen by one time that lies %d seconds ahead', (seconds) => {
    const wire = new Wire('1.6');
    const last = reports(reports(wire, 'Preparing', wire.time(seconds)).after(1), 'Charging')
      .told('ConnectorStatusReported')
      .at(-1);
    expect(last).toMatchObject({ status: 'Charging', outdated: false, at: wire.time() });
    expect(wire.told('ClockSkewEstimated').every(({ skewMs }) => Math.abs(skewMs) < 1_000)).toBe(true);
  });

  it.each([25 * 86_400, -25 * 86_400])('takes %d seconds for no difference between clocks, however long it lasts', (seconds) => {
    const wire = new Wire('1.6');
    for (let minute = 0; minute < 5; minute += 1) reports(wire, 'Charging', wire.time(seconds)).after(60);
    expect(wire.told('ClockSkewEstimated')).toEqual([]);
  });

  it('follows a station whose clock is an hour behind', () => {
    const wire = new Wire('1.6').after(86_400);
    for (const status of ['Preparing', 'Charging', 'SuspendedEV', 'Finishing'])
      reports(wire, status, wire.time(-3_600)).after(60);
    expect(statuses(wire)).toEqual(['Preparing', 'Charging', 'SuspendedEV', 'Finishing']);
    expect(wire.told('ClockSkewEstimated')).toMatchObject([{ skewMs: -3_600_000 }]);
  });

  it('does not take a queue that is being emptied for a wrong clock', () => {
    const wire = new Wire('1.6').after(86_400);
    for (let index = 0; index < 20; index += 1) reports(wire, 'Charging', wire.time(-7_200 + index * 300)).after(1);
    expect(wire.told('ClockSkewEstimated')).toEqual([]);
  });
});

describe('a reservation', () => {
  const reserve = (wire: Wire) =>
    wire.answers(
      'ReserveNow',
      wire.isSent('ReserveNow', { connectorId: 1, reservationId: 5, idTag: 'sealed:ana:1', expiryDate: wire.time(900) }),
      {
        status: 'Accepted',
      },
    );

  it('keeps its place until it is cancelled, though the cancelling does not say where', () => {
    const wire = reserve(new Wire('1.6'));
    wire.answers('CancelReservation', wire.isSent('CancelReservation', { reservationId: 5 }), { status: 'Accepted' });
    expect(wire.told('ReservationChanged')).toMatchObject([
      { status: 'Reserved', evseId: 1, connectorId: 1 },
      { status: 'Cancelled', evseId: 1, connectorId: 1 },
    ]);
  });

  it('is used by the session that names it', () => {
    const wire = reserve(new Wire('1.6'));
    wire.calls(
      'StartTransaction',
      { connectorId: 1, idTag: 'sealed:ana:2', meterStart: 0, timestamp: wire.time(), reservationId: 5 },
      { transactionId: 7, idTagInfo: { status: 'Accepted' } },
    );
    expect(wire.told('ReservationChanged').at(-1)).toMatchObject({ status: 'Used', sessionId: 'oak-1:7', connectorId: 1 });
  });
});

describe('what is remembered of a station', () => {
  it('does not grow with its history', () => {
    const wire = new Wire('1.6').connects();
    for (let index = 1; index <= 300; index += 1) {
      wire.calls(
        'StartTransaction',
        { connectorId: index, idTag: `sealed:t${index}:1`, meterStart: index, timestamp: wire.time() },
        { transactionId: index, idTagInfo: { status: 'Accepted' } },
      );
      if (index % 2 === 0) wire.calls('StopTransaction', { transactionId: index, meterStop: index, timestamp: wire.time(1) }, {});
      reports(wire, 'Charging').isSent('GetConfiguration', {});
      wire.isSent('ReserveNow', { connectorId: 1, reservationId: index, idTag: 'x', expiryDate: wire.time() });
      wire.after(60);
    }
    expect(JSON.stringify(wire.state).length).toBeLessThan(60_000);
  });

  it('does not hold large payloads until they are answered', () => {
    const wire = new Wire('1.6');
    wire.isSent('SendLocalList', {
      localAuthorizationList: Array.from({ length: 5_000 }, (_, index) => ({ idTag: `tag-${index}` })),
    });
    expect(JSON.stringify(wire.state).length).toBeLessThan(2_000);
  });
});
