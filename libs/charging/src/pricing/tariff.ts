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

/** What a station is told of a tariff, and what it shows of it. Prices are decimal texts in `currency`, tax included. */
export interface TariffDisplay extends TariffVersion {
  readonly currency: string;
  /** The price in a sentence, as drivers read it. */
  readonly text: string;
  readonly pricePerKwh?: string;
  readonly pricePerMinute?: string;
  readonly pricePerSession?: string;
  /** While connected and not charging. */
  readonly idlePerMinute?: string;
  /** How long that is free. */
  readonly idleGraceMinutes?: number;
  /**
   * OCPP 2.1 `TariffType`, for stations that compute with it: prices without tax, and none at all where no station understands the
   * terms.
   */
  readonly stationTariff: JsonObject & { readonly tariffId: string };
}
