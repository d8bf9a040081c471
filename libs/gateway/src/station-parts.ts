import type { Ask, Directory, DriverDesk, Wallets } from '@wattledger/charging';
import type { CommandDesk } from '@wattledger/commands';
import type { Ledger, Sealer } from '@wattledger/event-log';
import type { Clock, Tracer } from '@wattledger/kernel';
import type { Certificates } from './actions/action.ts';
import type { Scribe } from './exchange.ts';
import type { GatewayLog } from './gateway-log.ts';
import type { Mailbox } from './mailbox.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';
import type { GatewaySettings } from './settings.ts';
import type { StationConnection } from './station-connection.ts';

/** What all stations of a gateway share. */
export interface StationServices {
  /** Names this process among those that share the log; another one after every start. */
  readonly node: string;
  /** Whether another one of them is known to be gone. */
  readonly isGone: (node: string) => boolean;
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly ask: Ask;
  readonly directory: Directory;
  readonly wallets: Wallets;
  /** Where drivers show who they are. */
  readonly drivers: DriverDesk;
  /** Where stations get their certificates. */
  readonly certificates: Certificates;
  /** Where the platform itself asks something of a station. */
  readonly commandDesk: CommandDesk;
  readonly clock: Clock;
  readonly settings: GatewaySettings;
  readonly log: GatewayLog;
  readonly metrics: GatewayMetrics;
  /** Absent where nobody collects traces. */
  readonly tracer?: Tracer;
  /** `StationCredentialStreams.onChanged`. */
  readonly onCredentialsChanged: (listener: (stationId: string) => void) => () => void;
}

/** What one station is made of, as its answers and its calls see it. */
export interface StationParts {
  readonly id: string;
  readonly services: StationServices;
  readonly recorder: Recorder;
  readonly scribe: Scribe;
  readonly mailbox: Mailbox;
  /** The newest connection; none while the station is away. */
  readonly current: () => StationConnection | undefined;
  /** What was not recorded is not answered: the station is sent away and asks again, here or elsewhere. */
  readonly giveUp: (connection: StationConnection) => void;
}
