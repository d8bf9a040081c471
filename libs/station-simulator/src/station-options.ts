import type { Clock } from '@wattledger/kernel';
import type { Supply } from './battery.ts';
import type { TlsOptions } from './connection.ts';
import type { SimulatedVersion, StationIdentity } from './dialect.ts';
import type { SessionRecord } from './session-record.ts';

/** Learns what happens to a station. */
export interface StationObserver {
  /** Booted and accepted, or back after a lost connection. */
  readonly online?: () => void;
  readonly offline?: () => void;
  /** The platform has answered the last message of a transaction. */
  readonly sessionEnded?: (session: SessionRecord) => void;
  /** A call that failed, a connection that was refused. */
  readonly failed?: (reason: Error) => void;
  readonly frame?: (direction: 'sent' | 'received', text: string) => void;
}

export interface StationOptions {
  /** Without the station id: `ws://localhost:9000/ocpp`. */
  readonly url: string;
  readonly id: string;
  readonly version: SimulatedVersion;
  /**
   * What to offer instead of the version's own subprotocol; an empty list offers none. The one the platform picks decides
   * the version.
   */
  readonly subprotocols?: readonly string[];
  readonly password?: string;
  readonly tls?: TlsOptions;
  readonly identity?: Partial<StationIdentity>;
  /** One entry per connector; one 150 kW DC and one 22 kW AC connector when left out. */
  readonly connectors?: readonly Supply[];
  /** Decides vehicles and meter registers together with the id. */
  readonly seed?: number;
  /** How many times faster than the clock batteries charge. Timestamps stay true. */
  readonly timeScale?: number;
  readonly clock?: Clock;
  /** Seconds between meter values of a transaction; fractions are fine, 0 sends none. Default 30. */
  readonly meterValueSeconds?: number;
  /** Overrules the interval that the platform gives. */
  readonly heartbeatSeconds?: number;
  /** Overrules the interval that the platform gives to a station it does not accept yet. */
  readonly bootRetrySeconds?: number;
  /** Send a BootNotification after every reconnect, as some stations do. */
  readonly bootsOnReconnect?: boolean;
  readonly callTimeoutMs?: number;
  readonly reconnectMs?: { readonly first: number; readonly longest: number };
  /** How often a transaction message that the platform refuses is tried, and the pause in between. */
  readonly transactionMessages?: { readonly attempts: number; readonly pauseMs: number };
  /** How long a reset takes. */
  readonly rebootMs?: number;
  /** `start()` keeps trying when the first connection is refused. */
  readonly patient?: boolean;
  readonly observer?: StationObserver;
}

export const defaultSupplies: readonly Supply[] = [
  { kind: 'dc', maxPowerW: 150_000 },
  { kind: 'ac', maxPowerW: 22_080, phases: 3 },
];

/** Settings that the platform can change. */
export interface StationSettings {
  heartbeatSeconds: number;
  meterValueSeconds: number;
  /** Configuration the simulation keeps and reports back. */
  readonly kept: Map<string, string>;
}
