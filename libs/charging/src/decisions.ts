import type { Instant } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import type { KnownDriver, StationLogIn } from './drivers/known-driver.ts';
import type { SessionPrice } from './pricing/session-price.ts';
import type { ChargingPeriod } from './pricing/charging-periods.ts';
import type { KnownTariff, TariffDisplay, TariffVersion } from './pricing/tariff.ts';
import type { Setting, SettingCall, ShownSetting } from './settings/setting.ts';
import type { StationProfile } from './stations/station-profile.ts';

/** What one voter said to a question, and why. Stored with the event it led to. */
export interface Vote {
  /** Id and version of the plugin, as `rfid-authorization@1.0.0`. */
  readonly voter: string;
  /** The answer in a word or two; `abstained` or `failed` where there was none. */
  readonly answer: string;
  readonly reason: string;
  /** Which rule of the voter's decided: a stable kebab-case name that can be looked up in its documentation. */
  readonly rule?: string;
  readonly milliseconds: number;
  /** Revision of the event that configured the voter; absent while what the plugins file says is in force. */
  readonly configuration?: number;
  /** It was asked beside the others and what it said was not applied. */
  readonly shadow?: true;
  /** Why there is no answer. */
  readonly failure?: 'timed-out' | 'threw' | 'nonsense' | 'suspended';
}

/** An event that a question was answered from: the stream and the newest revision that was looked at. */
export interface Basis {
  readonly stream: string;
  readonly revision: number;
}

/** Every question can say when it is asked and what is known of the station. */
interface AtStation {
  readonly stationId: string;
  readonly ocppVersion: OcppVersion;
  /** When it is asked. A decision depends on nothing but its question and its configuration, so this is the only clock there is. */
  readonly at: Instant;
  /** Where the station stands and whom it belongs to. */
  readonly station: StationProfile;
}

/** Where a session must stop; what is absent is without limit. */
export interface SessionLimits {
  /** Decimal text in `currency`. */
  readonly amount?: string;
  readonly currency?: string;
  readonly energyWh?: number;
  readonly seconds?: number;
  readonly stateOfChargePercent?: number;
}

/** OCPP's statuses; 1.6 knows the first five (2.x `Unknown` is 1.6 `Invalid`). */
export const authorizationStatuses = [
  'Accepted',
  'Blocked',
  'Expired',
  'Invalid',
  'ConcurrentTx',
  'Unknown',
  'NoCredit',
  'NotAllowedTypeEVSE',
  'NotAtThisLocation',
  'NotAtThisTime',
] as const;
export type AuthorizationStatus = (typeof authorizationStatuses)[number];

/** Whether a driver may charge, and within which bounds. */
export interface AuthorizationAnswer {
  readonly status: AuthorizationStatus;
  readonly accountId?: string;
  /** 1.6 `parentIdTag`, 2.x `groupIdToken`: who shares it may stop each other's sessions. */
  readonly groupToken?: string;
  readonly expiresAt?: Instant;
  /** RFC 5646, for what the station shows. */
  readonly language?: string;
  readonly limits?: SessionLimits;
  /** What this driver pays; absent: what everybody pays. */
  readonly tariffId?: string;
  /** How many sessions the driver may have at once; absent: any number. */
  readonly concurrentSessions?: number;
  /** Shown to the driver (2.x `personalMessage`). */
  readonly message?: string;
}

/** What a session was started under. Kept with it, so that a change of a tariff or a limit reaches the next session, not this one. */
export interface SessionTerms {
  readonly accountId?: string;
  /** Whose wallet its cost is taken from: the account, or the token where it has none. */
  readonly walletId?: string;
  readonly groupToken?: string;
  readonly limits?: SessionLimits;
  readonly tariff?: TariffVersion;
}

/** A session as far as it has gone. */
export interface SessionProgress {
  readonly transactionId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly startedAt: Instant;
  /** Of the newest message about it. */
  readonly updatedAt: Instant;
  readonly seconds: number;
  readonly energyWh: number;
  readonly powerW?: number;
  readonly stateOfChargePercent?: number;
  /** What it costs by now; absent where nobody prices it. */
  readonly cost?: { readonly amount: string; readonly currency: string };
}

/** The questions the platform asks, and what can be answered. Plugins answer; see the plugin SDK for a use of each. */
export interface DecisionPoints {
  /**
   * May this station serve? Asked at every boot.
   *
   * Use: let stations in one by one, until their commissioning is signed off.
   *
   *     admitStation: ({ serialNumber = '' }, { commissioned }) =>
   *       commissioned.includes(serialNumber) ? abstain('commissioned') : hold('not signed off yet', { heartbeatSeconds: 60 }),
   */
  admitStation: {
    question: AtStation & {
      readonly vendor: string;
      readonly model: string;
      readonly serialNumber?: string;
      readonly firmwareVersion?: string;
    };
    answer: { readonly outcome: 'accepted' | 'pending' | 'refused'; readonly heartbeatSeconds?: number };
  };
  /**
   * May the holder of this token charge here? Asked when it is shown, when a session starts with it and when it is to stop one.
   *
   * Use: keep a car park to its staff by day. One refusal outweighs every acceptance, so a plugin that only forbids abstains
   * from everything else; where nobody accepts, nobody charges.
   *
   *     authorize: ({ registered, station }, { staffGroup }) =>
   *       station.siteId === 'head-office' && registered?.groupToken !== staffGroup
   *         ? refuse('NotAtThisLocation', 'staff only', { rule: 'staff-only' })
   *         : abstain('no staff car park, or staff'),
   */
  authorize: {
    question: AtStation &
      KnownDriver & {
        /** As the station sent it; `[removed]` where it is a secret, see `secret`. */
        readonly token: string;
        /** OCPP 2.x `IdTokenType`; 1.6 says none. */
        readonly tokenType?: string;
        readonly evseId?: number;
        readonly connectorId?: number;
        readonly purpose: 'present' | 'start' | 'stop';
        /** Of the session that is started or to be stopped. */
        readonly transactionId?: string;
        /** Whose session is to be stopped. */
        readonly stopping?: { readonly sameToken: boolean; readonly groupToken?: string; readonly accountId?: string };
      };
    answer: AuthorizationAnswer;
  };
  /**
   * Under which terms does this session run? Asked once, when it starts and its driver was accepted.
   *
   * Use: two hours at the most where the sockets are few. The tightest limits hold; the platform enforces them.
   *
   *     startSession: ({ station }, { hours }) =>
   *       station.groups.includes('short-stay') ? charge('short stay', { limits: { seconds: hours * 3_600 } }) : abstain('no short stay'),
   */
  startSession: {
    question: AtStation &
      Pick<KnownDriver, 'account' | 'wallet'> & {
        readonly transactionId: string;
        readonly evseId?: number;
        readonly connectorId?: number;
        readonly startedAt: Instant;
        readonly authorization?: AuthorizationAnswer;
        /** What is paid where no plugin names another: the tariff that the authorization names, else the one assigned. */
        readonly tariff?: KnownTariff;
      };
    answer: {
      readonly outcome: 'charge' | 'stop';
      readonly limits?: SessionLimits;
      readonly tariff?: TariffVersion;
      /** Taken from the wallet until the session is settled. */
      readonly reserve?: { readonly amount: string; readonly currency: string };
    };
  };
  /**
   * May this session go on? Asked on every meter reading.
   *
   * Use: free the socket once the battery is full enough. There is one answer, `stop`; whoever has nothing against a session abstains.
   *
   *     continueCharging: ({ session: { stateOfChargePercent = 0 } }, { ceilingPercent }) =>
   *       stateOfChargePercent < ceilingPercent ? abstain('not full yet') : stop(`battery at ${stateOfChargePercent} %`),
   */
  continueCharging: {
    question: AtStation & {
      readonly session: SessionProgress;
      readonly terms: SessionTerms;
    };
    answer: { readonly outcome: 'stop' };
  };
  /**
   * What does this session cost? Asked when it ends, and on the way where somebody is to be shown a running cost.
   *
   * Use: a price per kWh. Money is decimal text, reckoned with `Big` and rounded once; the first price counts.
   *
   *     priceSession: ({ energyWh }, { pricePerKwh }) =>
   *       price({ amount: new Big(pricePerKwh).times(energyWh).div(1000).toFixed(2), currency: 'EUR' }, 'one price for all'),
   */
  priceSession: {
    question: AtStation & {
      readonly transactionId: string;
      readonly startedAt: Instant;
      /** Absent while it goes on. */
      readonly endedAt?: Instant;
      readonly energyWh: number;
      /** The session without gaps, from its start to its newest reading. */
      readonly periods: readonly ChargingPeriod[];
      readonly terms: SessionTerms;
      /** The tariff of the terms, as it was when the session started. */
      readonly tariff?: KnownTariff;
    };
    answer: SessionPrice;
  };
  /**
   * How is this station told of a setting? Asked when a setting is to be sent.
   *
   * Use: a vendor whose stations limit their current with a key of their own. The first translation counts.
   *
   *     translateSettings: ({ setting, vendor, ocppVersion }) =>
   *       vendor === 'Acme' && ocppVersion === '1.6' && setting.name === 'maximumCurrent'
   *         ? translate({ calls: [{ action: 'ChangeConfiguration', payload: { key: 'AcmeMaxA', value: String(setting.amperes) } }] }, 'Acme’s own key')
   *         : abstain('no Acme station, or another setting'),
   */
  translateSettings: {
    question: AtStation & {
      readonly setting: Setting;
      readonly evseId?: number;
      readonly vendor?: string;
      readonly model?: string;
      readonly firmwareVersion?: string;
      /** What the station has reported of itself, by `component/variable`, or by key in 1.6. */
      readonly variables: Readonly<Record<string, string>>;
      /** The tariff of a price, as drivers are to see it; absent where it is not known. */
      readonly tariff?: TariffDisplay;
    };
    answer: {
      /** Sent one after the other; the station has confirmed the setting when it has accepted all of them. */
      readonly calls: readonly SettingCall[];
      /** The station cannot see to it itself, so the platform does. */
      readonly enforcedByPlatform?: boolean;
      /**
       * Where the station shows that it has taken the setting over: variables, and of 2.x stations charging profiles and default
       * tariffs. They are read back after each boot; when the station reports something else, the setting is sent again.
       */
      readonly shows?: readonly ShownSetting[];
      /** Sent when nobody wants the setting any more. */
      readonly undo?: readonly SettingCall[];
    };
  };
  /**
   * What is answered to a vendor's own message? Asked on every DataTransfer (1.6 section 4.3, 2.x use case P02).
   *
   * Use: take a parking sensor's message. The first answer counts; where nobody answers, the vendor is unknown.
   *
   *     answerDataTransfer: ({ vendorId }) =>
   *       vendorId === 'com.acme.parking' ? answer({ status: 'Accepted' }, 'a parking sensor') : abstain('another vendor'),
   */
  answerDataTransfer: {
    question: AtStation & {
      readonly vendorId: string;
      readonly messageId?: string;
      /** What stands in it as `password` is removed before anybody is asked. */
      readonly data?: unknown;
      /** Where the data hold a user name and a password: what came of checking them. */
      readonly logIn?: StationLogIn;
    };
    answer: {
      readonly status: 'Accepted' | 'Rejected' | 'UnknownMessageId' | 'UnknownVendorId';
      readonly data?: unknown;
    };
  };
}

/** The seven questions, by name. */
export const decisionPoints = [
  'admitStation',
  'authorize',
  'startSession',
  'continueCharging',
  'priceSession',
  'translateSettings',
  'answerDataTransfer',
] as const satisfies readonly (keyof DecisionPoints)[];
/** The name of a question. */
export type DecisionPoint = (typeof decisionPoints)[number];
/** What is asked at a decision point; see {@link DecisionPoints}. */
export type Question<Point extends DecisionPoint> = DecisionPoints[Point]['question'];
/** What can be answered at a decision point; see {@link DecisionPoints}. */
export type Answer<Point extends DecisionPoint> = DecisionPoints[Point]['answer'];

/** A decision and everything that led to it. */
export interface Decided<Point extends DecisionPoint> {
  /** Absent when everybody abstained and no policy says what then holds. */
  readonly answer: Answer<Point> | undefined;
  /** Of the vote that decided, or of the policy. */
  readonly reason: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
}

/**
 * Asks whoever votes at a decision point. Never throws: a voter that fails is a vote that says so.
 *
 * Nothing but the question and the configuration goes into an answer, so the same question asked again is answered the same.
 */
export interface Ask {
  <Point extends DecisionPoint>(point: Point, question: Question<Point>): Promise<Decided<Point>>;
  /** Whether anybody would be asked: questions that take work to put are not put to nobody. */
  readonly concerns: (point: DecisionPoint) => boolean;
}

/** What the event of a decision says of it: events written by the first version have votes only. */
export interface Reasoned {
  readonly reason?: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
  /** What the question began with, so that it can be put again. */
  readonly asked?: {
    readonly at: Instant;
    /** Absent where nobody had said anything about the station. */
    readonly station?: StationProfile;
  };
}
