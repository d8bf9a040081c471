import { unplacedStation } from '@wattledger/charging';
import type {
  Directory,
  Known,
  KnownDriver,
  KnownTariff,
  SessionToPrice,
  StationProfile,
  TariffVersion,
} from '@wattledger/charging';
import type { Tariffs } from './tariffs.ts';

/** What the platform knows beside what stations say: looked up in the log's short streams before a question is put. */
export class StreamDirectory implements Directory {
  private readonly tariffs: Tariffs;

  constructor({ tariffs }: { tariffs: Tariffs }) {
    this.tariffs = tariffs;
  }

  station(_stationId: string): StationProfile {
    return unplacedStation;
  }

  driver(): Promise<Known<KnownDriver>> {
    return Promise.resolve({ value: {}, basis: [] });
  }

  tariff(version: TariffVersion): Promise<Known<KnownTariff | undefined>> {
    return this.tariffs.version(version);
  }

  tariffFor(session: SessionToPrice): Promise<Known<KnownTariff | undefined>> {
    return this.tariffs.forSession(session);
  }
}
