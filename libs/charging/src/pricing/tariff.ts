import type { Instant, JsonObject } from '@wattledger/kernel';

/** Which tariff, and which version of it. */
export interface TariffVersion {
  readonly tariffId: string;
  readonly version: number;
}

/** A version of a tariff, as the plugin that prices with it understands it. */
export interface KnownTariff extends TariffVersion {
  /** Id of the plugin that prices with it, such as `flat-tariff`. */
  readonly plugin: string;
  readonly name: string;
  readonly currency: string;
  /** Held against the plugin's schema of terms when the version was made. */
  readonly terms: JsonObject;
  readonly validFrom: Instant;
}
