import type { Instant, JsonObject } from '@wattledger/kernel';
import type { ChargingPeriod } from './pricing/charging-periods.ts';
import type { StationTariff } from './pricing/station-tariff.ts';

/**
 * What an operator can ask of a station, whatever OCPP version it speaks; the gateway translates when it sends.
 *
 * `evseId` is OCPP 2.x's; a 1.6 station's connector n is EVSE n.
 */
export type Command =
  /** TriggerMessage `MeterValues` (1.6 and 2.x): the battery and meter readings of now. */
  | { readonly name: 'RequestBatteryStatus'; readonly evseId?: number; readonly connectorId?: number }
  /** RemoteStartTransaction / RequestStartTransaction. `token` is sealed in the log. */
  | {
      readonly name: 'StartSession';
      readonly evseId?: number;
      readonly connectorId?: number;
      readonly token: string;
      readonly tokenType?: string;
    }
  /** RemoteStopTransaction / RequestStopTransaction. */
  | { readonly name: 'StopSession'; readonly transactionId: string }
  /** `immediate` is 1.6 `Hard` / 2.x `Immediate`; otherwise `Soft` / `OnIdle`. */
  | { readonly name: 'ResetStation'; readonly immediate: boolean; readonly evseId?: number }
  | { readonly name: 'UnlockConnector'; readonly evseId: number; readonly connectorId: number }
  | { readonly name: 'ChangeAvailability'; readonly evseId?: number; readonly connectorId?: number; readonly operative: boolean }
  /** GetConfiguration / GetVariables. A 1.6 key is a variable without a component; no variables means all (1.6) or a full report (2.x). */
  | { readonly name: 'GetVariables'; readonly variables: readonly VariableName[] }
  /** ChangeConfiguration / SetVariables. */
  | { readonly name: 'SetVariable'; readonly variable: VariableName; readonly value: string }
  /** The password with which the station must connect: `AuthorizationKey` (1.6), `SecurityCtrlr.BasicAuthPassword` (2.x). Never stored in clear. */
  | { readonly name: 'SetPassword'; readonly password: string }
  /** CertificateSigned: a certificate that the station has asked for, PEM, the leaf first. `certificateType` and `requestId` as it named them. */
  | {
      readonly name: 'SendCertificate';
      readonly certificateChain: string;
      readonly certificateType?: string;
      readonly requestId?: number;
    }
  /** ClearCache: the station forgets whom it has let charge. */
  | { readonly name: 'ClearCache' }
  /** GetLocalListVersion. */
  | { readonly name: 'GetLocalListVersion' }
  /** SendLocalList. Tokens and groups are sealed in the log. */
  | {
      readonly name: 'SendLocalList';
      readonly listVersion: number;
      readonly update: 'Full' | 'Differential';
      readonly entries: readonly LocalListEntry[];
    }
  /** 2.1 SetDefaultTariff; `tariff` is OCPP's TariffType, see `stationTariff`. EVSE 0: all. */
  | { readonly name: 'SetDefaultTariff'; readonly evseId: number; readonly tariff: StationTariff }
  /** 2.1 GetTariffs. EVSE 0: all. */
  | { readonly name: 'GetTariffs'; readonly evseId: number }
  /** 2.1 ClearTariffs. Without ids: all, of the EVSE or of the station. */
  | { readonly name: 'ClearTariffs'; readonly tariffIds?: readonly string[]; readonly evseId?: number }
  /** 2.1 ChangeTransactionTariff: what the station computes and shows; what the platform charges keeps to its own tariff. */
  | { readonly name: 'ChangeTransactionTariff'; readonly transactionId: string; readonly tariff: StationTariff }
  /** What a session costs by now, or in the end: CostUpdated, and in 1.6 the DataTransfer of OCA's "OCPP & California Pricing Requirements". */
  | {
      readonly name: 'ShowCost';
      readonly transactionId: string;
      readonly amount: string;
      readonly currency: string;
      readonly final: boolean;
      readonly at: Instant;
      /** The energy register, for stations that hold their own against it. */
      readonly meterWh?: number;
      readonly state?: ChargingPeriod['state'];
    }
  /** What charging costs a driver who has shown a token, before they plug in: 1.6's DataTransfer of the same paper. Later versions tell it with their answer. */
  | { readonly name: 'ShowUserPrice'; readonly token: string; readonly text: string }
  /** Any action of the station's own version, the payload checked against its schema. */
  | { readonly name: 'SendCall'; readonly action: string; readonly payload: JsonObject };

/** A token of a station's local list; without `status` it is taken off the list. */
export interface LocalListEntry {
  readonly token: string;
  /** OCPP 2.x `IdTokenType`. */
  readonly tokenType: string;
  readonly status?: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
  readonly expiresAt?: Instant;
  readonly groupToken?: string;
}

export interface VariableName {
  readonly component?: string;
  readonly variable: string;
  readonly evseId?: number;
}

export type CommandName = Command['name'];
