import { unplacedStation } from '@wattledger/charging';
import type { Directory, Known, KnownDriver, KnownTariff, StationProfile } from '@wattledger/charging';

/** What the platform knows beside what stations say: looked up in the log's short streams before a question is put. */
export class StreamDirectory implements Directory {
  station(_stationId: string): StationProfile {
    return unplacedStation;
  }

  driver(): Promise<Known<KnownDriver>> {
    return Promise.resolve({ value: {}, basis: [] });
  }

  tariff(): Promise<Known<KnownTariff | undefined>> {
    return Promise.resolve({ value: undefined, basis: [] });
  }
}
