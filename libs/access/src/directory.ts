import { unplacedStation } from '@wattledger/charging';
import type {
  Directory,
  Known,
  KnownDriver,
  KnownTariff,
  SessionToPrice,
  ShownToken,
  StationProfile,
  TariffVersion,
} from '@wattledger/charging';
import type { DriverDirectory } from './drivers/driver-directory.ts';
import type { Tariffs } from './tariffs.ts';

/** What the directory is made of; each part looks after streams of its own. */
export interface DirectoryParts {
  readonly drivers: Pick<DriverDirectory, 'driver'>;
  readonly tariffs: Pick<Tariffs, 'version' | 'forSession'>;
  /** Where a station stands and what it is to be set to. */
  readonly station?: (stationId: string) => Promise<StationProfile>;
}

/** What the platform knows beside what stations say: looked up in the log's short streams before a question is put. */
export class StreamDirectory implements Directory {
  private readonly parts: DirectoryParts;

  constructor(parts: DirectoryParts) {
    this.parts = parts;
  }

  station(stationId: string): StationProfile | Promise<StationProfile> {
    return this.parts.station?.(stationId) ?? unplacedStation;
  }

  driver(shown: ShownToken): Promise<Known<KnownDriver>> {
    return this.parts.drivers.driver(shown);
  }

  tariff(version: TariffVersion): Promise<Known<KnownTariff | undefined>> {
    return this.parts.tariffs.version(version);
  }

  tariffFor(session: SessionToPrice): Promise<Known<KnownTariff | undefined>> {
    return this.parts.tariffs.forSession(session);
  }
}
