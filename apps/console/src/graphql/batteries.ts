import { operation } from './document.ts';

/** The newest picture of one battery. Measurements a station does not take are null. */
export interface Battery {
  readonly id: string;
  readonly stationId: string;
  readonly sessionId: string | null;
  readonly measuredAt: string;
  readonly stateOfChargePercent: number | null;
  readonly stateOfChargeAt: string | null;
  readonly powerW: number | null;
  readonly voltageV: number | null;
  readonly currentA: number | null;
  readonly temperatureC: number | null;
  readonly secondsTo80: number | null;
  readonly secondsTo100: number | null;
  readonly capacityWh: number | null;
}

export const BATTERY_FIELDS = /* GraphQL */ `
  fragment BatteryFields on Battery {
    id
    stationId
    sessionId
    measuredAt
    stateOfChargePercent
    stateOfChargeAt
    powerW
    voltageV
    currentA
    temperatureC
    secondsTo80
    secondsTo100
    capacityWh
  }
`;

export interface BatteryPoint {
  readonly at: string;
  readonly stateOfChargePercent: number | null;
  readonly powerW: number | null;
}

export interface BatteryCurve {
  readonly measuredPoints: number;
  readonly thinned: boolean;
  readonly points: readonly BatteryPoint[];
}

export const batteryCurve = operation<{ battery: { id: string; curve: BatteryCurve } | null }, { sessionId: string }>(
  /* GraphQL */ `
    query BatteryCurve($sessionId: ID!) {
      battery(sessionId: $sessionId) {
        id
        curve(maxPoints: 600) {
          measuredPoints
          thinned
          points {
            at
            stateOfChargePercent
            powerW
          }
        }
      }
    }
  `,
);
