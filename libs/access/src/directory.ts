import { unplacedStation } from '@wattledger/charging';
import type { Directory, Known, KnownDriver, KnownTariff, ShownToken, StationProfile } from '@wattledger/charging';
import type { DriverDirectory } from './drivers/driver-directory.ts';

/** Where each kind of thing is looked up. */
export interface DirectoryParts {
  readonly drivers: Pick<DriverDirectory, 'driver'>;
}

/** What the platform knows beside what stations say: looked up in the log's short streams before a question is put. */
export class StreamDirectory implements Directory {
  private readonly parts: DirectoryParts;

  constructor(parts: DirectoryParts) {
    this.parts = parts;
  }

  station(_stationId: string): StationProfile {
    return unplacedStation;
  }

  driver(shown: ShownToken): Promise<Known<KnownDriver>> {
    return this.parts.drivers.driver(shown);
  }

  tariff(): Promise<Known<KnownTariff | undefined>> {
    return Promise.resolve({ value: undefined, basis: [] });
  }
}
