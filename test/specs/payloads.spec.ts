import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { boot16, boot2, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { usePlatform } from '../support/use-platform.ts';

describe('a payload outside of its schema', () => {
  const platform = usePlatform();

  it('trap 20: is served and flagged: a serial number too long, an empty vendor', async () => {
    const station = await platform.connect('odd-boot');
    const odd = { chargePointVendor: '', chargePointModel: 'M', chargePointSerialNumber: 'S'.repeat(60) };
    expect(await station.get('BootNotification', odd)).toMatchObject({ status: 'Accepted' });
    const { metadata, data } = await platform.recorded('odd-boot', 'BootNotificationReceived');
    expect(metadata.flags).toEqual(expect.arrayContaining([expect.stringContaining('/chargePointSerialNumber')]));
    expect(data).toMatchObject({ chargePointSerialNumber: 'S'.repeat(60) });
  });

  it('trap 20: is served and flagged: a unit and a context nobody knows, Celcius, a number for a text', async () => {
    const station = await platform.connect('odd-meters');
    const sampledValue: JsonObject[] = [
      { value: '50.02', measurand: 'Frequency', unit: 'Hz' },
      { value: '31', measurand: 'Temperature', unit: 'Celcius' },
      { value: '31', measurand: 'Temperature', unit: 'Celsius' },
      { value: 17, measurand: 'SoC', unit: 'Percent' },
      { value: '12', context: 'Sample.Strange', measurand: 'Current.Import', unit: 'A' },
    ];
    const odd = { connectorId: 1, meterValue: [{ timestamp: secondsFromNow(0), sampledValue }] };
    expect(await station.get('MeterValues', odd)).toEqual({});
    expect(await platform.batteries('odd-meters')).toMatchObject([{ stateOfChargePercent: 17, temperatureC: 31, currentA: 12 }]);
    expect((await platform.recorded('odd-meters', 'MeterValuesReceived')).metadata.flags).toBeDefined();
  });

  it('trap 22: names connector 0 or EVSE 0, and means the whole station', async () => {
    const old = await platform.connect('whole-16');
    await old.get('StatusNotification', { connectorId: 0, errorCode: 'NoError', status: 'Unavailable' });
    expect(await platform.station('whole-16')).toMatchObject({ status: 'Unavailable' });
    const young = await platform.connect('whole-201', 'ocpp2.0.1');
    await young.get('StatusNotification', {
      timestamp: secondsFromNow(0),
      connectorStatus: 'Unavailable',
      evseId: 0,
      connectorId: 0,
    });
    expect(await platform.station('whole-201')).toMatchObject({ status: 'Unavailable' });
  });

  it('trap 23: has properties nobody knows and repeats a key: flagged, sealed, kept to the letter, served', async () => {
    const station = await platform.connect('extra');
    expect(await station.ask('[2,"x","Heartbeat",{"vendorSays":"hi there","a":1,"a":2}]', 'x')).toHaveProperty(
      'result.currentTime',
    );
    const { stored, metadata } = await platform.recorded('extra', 'HeartbeatReceived');
    expect(metadata.flags).toBeDefined();
    expect(stored.data).not.toContain('hi there');
    expect(await platform.store.sealer.unsealPayload(JSON.parse(stored.data))).toEqual({ vendorSays: 'hi there', a: '2' });
    expect(await platform.store.sealer.unseal(metadata.exactPayload ?? '')).toBe('{"vendorSays":"hi there","a":1,"a":2}');
  });

  it('trap 24: keeps every digit of a 64-bit transaction id', async () => {
    const station = await platform.connect('int64');
    expect(
      await station.ask(
        `[2,"x","StopTransaction",{"transactionId":9223372036854775807,"meterStop":7,"timestamp":"${secondsFromNow(0)}"}]`,
        'x',
      ),
    ).toEqual({ result: {} });
    expect(await platform.sessions('int64')).toMatchObject([{ transactionId: '9223372036854775807', state: 'ended' }]);
  });

  it('has nothing in it that could be understood, and is refused with the reason, and kept', async () => {
    const station = await platform.connect('senseless');
    expect(await station.call('StartTransaction', { connectorId: 'one' })).toMatchObject({
      error: expect.stringMatching(/Violation$/),
    });
    expect(await platform.types('senseless')).toEqual([
      'StationConnected',
      'StartTransactionReceived',
      'StartTransactionRefused',
    ]);
  });

  it('names its transaction like a member of every object, and is a session like others', async () => {
    const station = await platform.connect('prototypes', 'ocpp2.0.1');
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const event = (eventType: string, seqNo: number, register: number) => ({
        eventType,
        timestamp: secondsFromNow(seqNo),
        triggerReason: 'Trigger',
        seqNo,
        transactionInfo: { transactionId: id },
        evse: { id: 1, connectorId: 1 },
        meterValue: [{ timestamp: secondsFromNow(seqNo), sampledValue: [{ value: register }] }],
      });
      await station.get('TransactionEvent', event('Started', 0, 1_000));
      await station.get('TransactionEvent', event('Ended', 1, 1_500));
    }
    expect((await platform.sessions('prototypes')).map(({ transactionId, energyWh }) => [transactionId, energyWh])).toEqual([
      ['__proto__', 500],
      ['constructor', 500],
      ['toString', 500],
      ['hasOwnProperty', 500],
    ]);
  });
});

describe('where schemas are held to the letter', () => {
  const platform = usePlatform({ WATTLEDGER_STRICT_SCHEMAS: 'true' });

  it('what obeys them is served', async () => {
    const station = await platform.connect('strict');
    expect(await station.get('BootNotification', boot16)).toMatchObject({ status: 'Accepted' });
    const { transactionId } = await station.get('StartTransaction', start16('TAG', 0, secondsFromNow(0)));
    expect(await station.get('StopTransaction', stop16(transactionId, 10, secondsFromNow(1)))).toEqual({});
  });

  it('what breaks them is refused and kept', async () => {
    const station = await platform.connect('loose');
    expect(await station.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'M', extra: true })).toHaveProperty(
      'error',
    );
    const young = await platform.connect('loose-201', 'ocpp2.0.1');
    expect(await young.call('BootNotification', { ...boot2, reason: 'Whim' })).toMatchObject({
      error: 'PropertyConstraintViolation',
    });
    expect(await platform.types('loose')).toEqual(['StationConnected', 'BootNotificationReceived', 'BootNotificationRefused']);
  });

  it('trap 21: 8.1 A is a multiple of 0.1', async () => {
    const station = await platform.connect('decimals', 'ocpp2.0.1');
    const chargingSchedule = [
      {
        id: 1,
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 8.1 },
          { startPeriod: 60, limit: 21.4 },
        ],
      },
    ];
    const report = {
      requestId: 1,
      chargingLimitSource: 'EMS',
      evseId: 1,
      chargingProfile: [
        { id: 1, stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Absolute', chargingSchedule },
      ],
    };
    expect(await station.get('ReportChargingProfiles', report)).toEqual({});
  });
});
