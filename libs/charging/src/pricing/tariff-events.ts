import type { Basis, Reasoned } from '../decisions.ts';
import type { SessionPrice } from './session-price.ts';
import type { KnownTariff } from './tariff.ts';
import type { TariffScope } from './tariff-scopes.ts';

/** What is paid, by whom, and what was corrected. */
export interface TariffEvents {
  // In tariff-<tariffId>.
  /** A tariff as it is from `validFrom` on, until its next version. */
  TariffVersionAdded: KnownTariff & { readonly by: string };
  /** No new session is priced with it; those that run under it still are. */
  TariffRetired: { readonly tariffId: string; readonly by: string };

  // In tariffassignment-<scope>.
  TariffAssigned: { readonly scope: TariffScope; readonly tariffId: string; readonly by: string };
  TariffUnassigned: { readonly scope: TariffScope; readonly by: string };

  // In sessionprice-<sessionId>; what the session was priced at first stays in its station's stream.
  SessionPriceCorrected: Reasoned &
    SessionPrice & {
      readonly sessionId: string;
      readonly stationId: string;
      /** The newest price before it, where there was one. */
      readonly before?: { readonly amount: string; readonly currency: string };
      /** `tariff`: computed anew by the plugin of `tariff`; `amount`: set by hand. */
      readonly how: 'tariff' | 'amount';
      readonly by: string;
      /** Where the session as it was priced lies. */
      readonly basis: readonly Basis[];
    };
}
