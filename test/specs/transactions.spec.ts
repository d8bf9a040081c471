import { describe, expect, it } from '@jest/globals';
import { boot16, meters16, secondsFromNow, start16, status16, stop16, transactionEvent } from '../support/frames.ts';
import type { RawStation } from '../support/raw-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_PRICE_PER_KWH: '0.40' });

const started16 = async (station: RawStation, meterStart: number, timestamp = secondsFromNow(0), connectorId = 1) =>
  Number((await station.get('StartTransaction', start16('TAG-1', meterStart, timestamp, connectorId)))['transactionId']);

describe('the energy of a session', () => {
  it('is stop minus start in 1.6', async () => {
    const station = await platform.connect('energy-16');
    const transactionId = await started16(station, 12_000);
    await station.get('MeterValues', meters16(15_000, 55, secondsFromNow(1), transactionId));
    await station.get('StopTransaction', stop16(transactionId, 19_500, secondsFromNow(2)));
    expect(await platform.sessions('energy-16')).toMatchObject([
      {
        state: 'ended',
        meterStartWh: 12_000,
        meterStopWh: 19_500,
        energyWh: 7_500,
        socLatest: 55,
        costAmount: '3.00',
        costCurrency: 'EUR',
      },
    ]);
  });

  it.each(['ocpp2.0.1', 'ocpp2.1'])('is end minus begin in %s', async (protocol) => {
    const id = `energy-${protocol}`;
    const station = await platform.connect(id, protocol);
    const at = (event: 'Started' | 'Updated' | 'Ended', seqNo: number, registerWh: number) =>
      station.get(
        'TransactionEvent',
        transactionEvent({ event, id: 'tx', seqNo, timestamp: secondsFromNow(seqNo), registerWh, token: 'TAG-1' }),
      );
    expect(await at('Started', 0, 12_000)).toMatchObject({ idTokenInfo: { status: 'Accepted' } });
    await at('Updated', 1, 15_000);
    expect(await at('Ended', 2, 19_500)).toMatchObject({ totalCost: 3 });
    expect(await platform.sessions(id)).toMatchObject([
      {
        state: 'ended',
        meterStartWh: 12_000,
        meterStopWh: 19_500,
        energyWh: 7_500,
        socLatest: 61,
        stopReason: 'Local',
        costAmount: '3.00',
      },
    ]);
  });
});

describe('a StartTransaction', () => {
  it('trap 25: that is repeated because our answer was lost gets the same id, also after a reboot', async () => {
    const station = await platform.connect('lost-answer');
    const timestamp = secondsFromNow(0);
    const first = await started16(station, 1_000, timestamp);
    station.cut();
    const back = await platform.connect('lost-answer');
    await back.get('BootNotification', boot16);
    expect(await started16(back, 1_000, timestamp)).toBe(first);
    expect(await platform.sessions('lost-answer')).toHaveLength(1);
  });

  it('trap 32: gets an id that no other transaction of the station has, and that nobody can guess', async () => {
    const station = await platform.connect('many-starts');
    const ids: number[] = [];
    for (let index = 0; index < 20; index++) ids.push(await started16(station, index, secondsFromNow(index), 1 + (index % 2)));
    expect(new Set(ids).size).toBe(20);
    expect(ids.some((id, index) => id === (ids[index - 1] ?? 0) + 1)).toBe(false);
    expect(Math.max(...ids)).toBeLessThan(2 ** 31);
  });

  it('trap 33: with reservation 0 has none', async () => {
    const station = await platform.connect('no-reservation');
    await station.get('StartTransaction', { ...start16('TAG-1', 0, secondsFromNow(0)), reservationId: 0 });
    const [session] = await platform.sessions('no-reservation');
    expect(session?.reservationId).toBeUndefined();
  });
});

describe('a StopTransaction', () => {
  it('trap 26: that is repeated ends the session once and prices it once', async () => {
    const station = await platform.connect('stops-twice');
    const transactionId = await started16(station, 0);
    const stop = stop16(transactionId, 5_000, secondsFromNow(1));
    for (const id of ['first', 'second', 'second']) await station.get('StopTransaction', stop, id);
    expect(await platform.sessions('stops-twice')).toMatchObject([{ energyWh: 5_000, state: 'ended', costAmount: '2.00' }]);
    expect((await platform.types('stops-twice')).filter((type) => type === 'SessionPriced')).toHaveLength(1);
  });

  it.each([-1, 0, 4_711])('trap 26: of a transaction nobody knows is answered and kept: %d', async (transactionId) => {
    const id = `stops-${transactionId}`;
    const station = await platform.connect(id);
    expect(await station.get('StopTransaction', stop16(transactionId, 5_000, secondsFromNow(0)))).toEqual({});
    expect(await platform.sessions(id)).toMatchObject([{ state: 'ended', meterStopWh: 5_000 }]);
  });

  it('trap 31: with its readings out of order, and signed ones a second later, ends the session with its own register', async () => {
    const station = await platform.connect('unordered');
    const transactionId = await started16(station, 1_000);
    const reading = (value: string, context: string, seconds: number, format = 'Raw') => ({
      timestamp: secondsFromNow(seconds),
      sampledValue: [{ value, context, format }],
    });
    await station.get('StopTransaction', {
      ...stop16(transactionId, 3_000, secondsFromNow(2)),
      transactionData: [
        reading('1000', 'Transaction.Begin', 0),
        reading('3000', 'Transaction.End', 2),
        reading('OCMF|{"begin":1}|{}', 'Transaction.Begin', 0, 'SignedData'),
        reading('OCMF|{"end":1}|{}', 'Transaction.End', 3, 'SignedData'),
      ],
    });
    expect(await platform.sessions('unordered')).toMatchObject([
      { meterStartWh: 1_000, meterStopWh: 3_000, energyWh: 2_000, signed: true },
    ]);
  });

  it('trap 34: is not undone by what comes after it', async () => {
    const station = await platform.connect('after-the-end');
    const transactionId = await started16(station, 1_000);
    await station.get('StopTransaction', stop16(transactionId, 3_000, secondsFromNow(1)));
    const [ended] = await platform.sessions('after-the-end');
    await station.get('MeterValues', meters16(9_000, 99, secondsFromNow(5), transactionId));
    await station.get('StopTransaction', stop16(transactionId, 9_900, secondsFromNow(6)));
    const [after] = await platform.sessions('after-the-end');
    expect(after).toMatchObject({ energyWh: 2_000, meterStopWh: 3_000, endedAt: ended?.endedAt, state: 'ended' });
  });
});

describe('what a station tells after an outage', () => {
  it('trap 27: is history: the present does not go backwards', async () => {
    const station = await platform.connect('replays');
    await station.get('StatusNotification', status16('Charging', 1, secondsFromNow(0)));
    const transactionId = await started16(station, 1_000, secondsFromNow(-7_200));
    await station.get('StatusNotification', status16('Available', 1, secondsFromNow(-3_600)));
    await station.get('StopTransaction', stop16(transactionId, 2_500, secondsFromNow(-5_400)));
    expect(await platform.connectors('replays')).toMatchObject([{ status: 'Charging' }]);
    expect(await platform.sessions('replays')).toMatchObject([{ energyWh: 1_500, durationSeconds: expect.closeTo(1_800, 0) }]);
  });

  it('trap 27: is marked as told late where 2.0.1 says so', async () => {
    const station = await platform.connect('offline-201', 'ocpp2.0.1');
    const moment = { id: 'tx', token: 'TAG-1', offline: true } as const;
    await station.get(
      'TransactionEvent',
      transactionEvent({ ...moment, event: 'Started', seqNo: 0, timestamp: secondsFromNow(-3_600), registerWh: 0 }),
    );
    await station.get(
      'TransactionEvent',
      transactionEvent({ ...moment, event: 'Ended', seqNo: 1, timestamp: secondsFromNow(-1_800), registerWh: 900 }),
    );
    expect(await platform.sessions('offline-201')).toMatchObject([{ offline: true, energyWh: 900, state: 'ended' }]);
  });

  it('trap 28: may come out of order, and makes the same session in the end', async () => {
    const station = await platform.connect('shuffled', 'ocpp2.0.1');
    const moment = (event: 'Started' | 'Updated' | 'Ended', seqNo: number, registerWh: number) =>
      station.get('TransactionEvent', transactionEvent({ event, id: 'tx', seqNo, timestamp: secondsFromNow(seqNo), registerWh }));
    await moment('Updated', 1, 2_000);
    await moment('Ended', 2, 4_000);
    await moment('Started', 0, 1_000);
    expect(await platform.sessions('shuffled')).toMatchObject([
      { state: 'ended', meterStartWh: 1_000, meterStopWh: 4_000, energyWh: 3_000 },
    ]);
  });
});

describe('meter values', () => {
  it.each([undefined, 0, -1])('trap 29: that name no transaction are kept: %s', async (transactionId) => {
    const id = `orphans-${transactionId}`;
    const station = await platform.connect(id);
    expect(await station.get('MeterValues', meters16(7_000, 44, secondsFromNow(0), transactionId))).toEqual({});
    expect(await platform.batteries(id)).toMatchObject([{ stateOfChargePercent: 44, energyWh: 7_000 }]);
    expect(await platform.sessions(id)).toEqual([]);
  });

  it('trap 29: that are taken by the clock belong to the session that runs there', async () => {
    const station = await platform.connect('clock-aligned');
    await started16(station, 6_000);
    await station.get('MeterValues', meters16(7_000, 44, secondsFromNow(1)));
    expect(await platform.sessions('clock-aligned')).toMatchObject([{ energyWh: 1_000, socLatest: 44 }]);
  });

  it('trap 30: of a register of their own do not falsify the energy; kWh and Wh come out alike', async () => {
    const station = await platform.connect('two-registers');
    const transactionId = await started16(station, 0);
    const reading = (value: string, unit: string, seconds: number) => ({
      connectorId: 1,
      transactionId,
      meterValue: [
        { timestamp: secondsFromNow(seconds), sampledValue: [{ value, unit, measurand: 'Energy.Active.Import.Register' }] },
      ],
    });
    await station.get('MeterValues', reading('500000', 'Wh', 1));
    await station.get('MeterValues', reading('501.5', 'kWh', 2));
    expect(await platform.sessions('two-registers')).toMatchObject([{ energyWh: 1_500 }]);
    await station.get('StopTransaction', stop16(transactionId, 2_000, secondsFromNow(3)));
    expect(await platform.sessions('two-registers')).toMatchObject([{ energyWh: 2_000 }]);
  });

  it.each(['EV', 'Outlet', undefined])('trap 35: tell the battery wherever the sensor is said to be: %s', async (location) => {
    const id = `soc-at-${location}`;
    const station = await platform.connect(id);
    const sampledValue = [{ value: '73', measurand: 'SoC', unit: 'Percent', ...(location !== undefined && { location }) }];
    await station.get('MeterValues', { connectorId: 1, meterValue: [{ timestamp: secondsFromNow(0), sampledValue }] });
    expect(await platform.batteries(id)).toMatchObject([{ stateOfChargePercent: 73 }]);
  });

  it('trap 35: without a state of charge leave it open', async () => {
    const station = await platform.connect('ac-only');
    const sampledValue = [{ value: '7400', measurand: 'Power.Active.Import', unit: 'W' }];
    await station.get('MeterValues', { connectorId: 1, meterValue: [{ timestamp: secondsFromNow(0), sampledValue }] });
    const [battery] = await platform.batteries('ac-only');
    expect(battery?.stateOfChargePercent).toBeUndefined();
    expect(battery?.powerW).toBe(7_400);
  });
});

describe('the price of a session of 2.0.1', () => {
  const ended = (id: string, values: readonly [context: string, registerWh: number][], seqNo = 1) => ({
    ...transactionEvent({ event: 'Ended', id, seqNo, timestamp: secondsFromNow(60) }),
    meterValue: values.map(([context, value]) => ({
      timestamp: secondsFromNow(context === 'Transaction.Begin' ? 0 : 60),
      sampledValue: [{ value, context, measurand: 'Energy.Active.Import.Register' }],
    })),
  });

  it.each([true, false])('is known from the registers of its end alone; its start was told: %s', async (told) => {
    const id = `priced-at-end-${told}`;
    const station = await platform.connect(id, 'ocpp2.0.1');
    if (told)
      await station.get(
        'TransactionEvent',
        transactionEvent({ event: 'Started', id: 'tx', seqNo: 0, timestamp: secondsFromNow(0) }),
      );
    await station.get(
      'TransactionEvent',
      ended('tx', [
        ['Transaction.Begin', 1_000],
        ['Transaction.End', 6_000],
      ]),
    );
    expect((await platform.recorded(id, 'SessionPriced')).data).toMatchObject({ energyWh: 5_000 });
    expect(await platform.sessions(id)).toMatchObject([{ energyWh: 5_000, costAmount: '2.00' }]);
  });

  it('is that of no energy, which the session shows, where the meter ran backwards', async () => {
    const station = await platform.connect('backwards', 'ocpp2.0.1');
    await station.get(
      'TransactionEvent',
      ended('tx', [
        ['Transaction.Begin', 6_000],
        ['Transaction.End', 1_000],
      ]),
    );
    expect(await platform.sessions('backwards')).toMatchObject([{ energyWh: 0, costAmount: '0.00' }]);
  });
});
