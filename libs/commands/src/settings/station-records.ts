import type { Instant, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';

/** What the rows tell of a station that is to be told of settings. */
export interface StationRecord {
  readonly stationId: string;
  readonly ocppVersion: OcppVersion;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  /** It is connected, has booted and may be told something. */
  readonly listens: boolean;
  readonly bootedAt?: Instant;
  /** Its configuration as it last reported it, by `component/variable`, by key in 1.6; of an EVSE with `@<evseId>` behind it. */
  readonly variables: ReadonlyMap<string, ReportedValue>;
}

export interface ReportedValue {
  readonly value: string;
  readonly at: Instant;
}

/** How a command stands. */
export interface CommandRecord {
  readonly status: 'requested' | 'sent' | 'accepted' | 'rejected' | 'failed' | 'unanswered' | 'expired' | 'refused';
  /** The status in the answer, or the code of an error and what it says. */
  readonly says?: string;
  readonly errorCode?: string;
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
