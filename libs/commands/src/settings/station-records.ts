import type { ReportedSettings } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';

/** What the rows tell of a station that is to be told of settings. */
export interface StationRecord extends ReportedSettings {
  readonly stationId: string;
  readonly ocppVersion: OcppVersion;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  /** It is connected, has booted and may be told something. */
  readonly listens: boolean;
  readonly bootedAt?: Instant;
}

/** How a command stands. */
export interface CommandRecord {
  readonly status: 'requested' | 'sent' | 'accepted' | 'rejected' | 'failed' | 'unanswered' | 'expired' | 'refused';
  /** The status in the answer, or the code of an error and what it says. */
  readonly says?: string;
  readonly errorCode?: string;
  readonly answeredAt?: Instant;
  /** The payload of the station's answer. */
  readonly answer?: JsonObject;
}

/** What is known of stations and commands, as far as the rows have come. */
export interface StationRecords {
  /** Every station that the log has heard of. */
  stationIds(): Promise<readonly string[]>;
  station(stationId: string): Promise<StationRecord | undefined>;
  command(commandId: string): Promise<CommandRecord | undefined>;
  /** Those of the stations that {@link StationRecord.listens}. */
  listeningAmong(stationIds: readonly string[]): Promise<ReadonlySet<string>>;
  runningRollouts(): Promise<readonly string[]>;
}
