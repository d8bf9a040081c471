import type { JsonObject } from '@wattledger/kernel';
import { meters16, meterValue2, start16, stop16, transactionEvent } from './frames.ts';
import type { RawStation } from './raw-station.ts';

export const everyVersion = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const;

/** One session at a raw station, told in the words of the version it speaks. */
export class ChargingDriver {
  station: RawStation;
  /** What the platform answered to the start. */
  answer: JsonObject = {};
  private transactionId: number | string;
  private seqNo = 0;

  constructor(station: RawStation, transactionId = 'tx-1') {
    this.station = station;
    this.transactionId = transactionId;
  }

  /** The station has a new line. */
  comesBackOver(station: RawStation): void {
    this.station = station;
  }

  private get speaks16(): boolean {
    return this.station.protocol === 'ocpp1.6';
  }

  /** @returns the status that the driver was given */
  async starts(token: string, at: string, registerWh = 0): Promise<string> {
    if (this.speaks16) {
      this.answer = await this.station.get('StartTransaction', start16(token, registerWh, at));
      this.transactionId = Number(this.answer['transactionId']);
      return String((this.answer['idTagInfo'] as JsonObject)['status']);
    }
    this.answer = await this.event('Started', at, registerWh, token);
    return String((this.answer['idTokenInfo'] as JsonObject)['status']);
  }

  async reads(registerWh: number, at: string, socPercent = 50): Promise<void> {
    if (this.speaks16) {
      await this.station.get('MeterValues', meters16(registerWh, socPercent, at, Number(this.transactionId)));
      return;
    }
    const about = { event: 'Updated', id: String(this.transactionId), seqNo: this.seqNo++, timestamp: at } as const;
    const [energy] = meterValue2(registerWh, at)['sampledValue'] as JsonObject[];
    const battery = { value: socPercent, measurand: 'SoC', location: 'EV' };
    await this.station.get('TransactionEvent', {
      ...transactionEvent(about),
      meterValue: [{ timestamp: at, sampledValue: [energy ?? {}, battery] }],
    });
  }

  async ends(registerWh: number, at: string): Promise<void> {
    if (this.speaks16) await this.station.get('StopTransaction', stop16(this.transactionId, registerWh, at));
    else await this.event('Ended', at, registerWh);
  }

  /** Waits until the platform tells the station to stop this session, and answers. */
  async isStopped(status: 'Accepted' | 'Rejected' = 'Accepted'): Promise<JsonObject> {
    for (;;) {
      const call = await this.station.nextCall();
      const stops = call.action === 'RemoteStopTransaction' || call.action === 'RequestStopTransaction';
      this.station.answer(call, { status: stops ? status : 'Accepted' });
      if (stops) return call.payload;
    }
  }

  get id(): number | string {
    return this.transactionId;
  }

  private event(event: 'Started' | 'Ended', timestamp: string, registerWh: number, token?: string): Promise<JsonObject> {
    const about = { event, id: String(this.transactionId), seqNo: this.seqNo++, timestamp, registerWh } as const;
    return this.station.get('TransactionEvent', transactionEvent({ ...about, ...(token !== undefined && { token }) }));
  }
}
