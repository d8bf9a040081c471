import {
  CertificateDesk,
  DriverDirectory,
  Drivers,
  OidcTokens,
  LocalAuthority,
  PasswordRotations,
  PriceDesk,
  StationCredentialStreams,
  StationProfiles,
  StreamDirectory,
  StreamWallets,
  Tariffs,
} from '@wattledger/access';
import type { Access } from '@wattledger/access';
import type { Directory } from '@wattledger/charging';
import { CommandDesk, commandIdOf, DesiredStreams, LocalListDesk, LocalListStreams, SettingsDesk } from '@wattledger/commands';
import { systemClock } from '@wattledger/kernel';
import type { BuiltIn, PluginHost } from '@wattledger/plugin-host';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { startPlugins } from './plugins.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/** What every role works with: the short streams of the log, and who decides. */
export interface Services {
  readonly access: Access;
  /** Bearer tokens of an OpenID provider, where one is set up. */
  readonly oidc?: OidcTokens;
  /** What stations prove themselves with. */
  readonly credentials: StationCredentialStreams;
  readonly passwordRotations: PasswordRotations;
  readonly certificates: CertificateDesk;
  readonly drivers: Drivers;
  readonly wallets: StreamWallets;
  readonly tariffs: Tariffs;
  readonly stationProfiles: StationProfiles;
  /** How stations are to be set. */
  readonly desired: DesiredStreams;
  readonly settingsDesk: SettingsDesk;
  /** Whom stations are to know by heart. */
  readonly localLists: LocalListStreams;
  readonly localListDesk: LocalListDesk;
  readonly commandDesk: CommandDesk;
  readonly priceDesk: PriceDesk;
  readonly plugins: PluginHost;
  readonly directory: Directory;
}

export interface ServiceParts {
  readonly settings: Settings;
  readonly store: Store;
  readonly access: Access;
  readonly registry: Registry;
  readonly log: Logger;
  /** Decide in place of those that the settings name; for specs. */
  readonly plugins: readonly BuiltIn[] | undefined;
}

/** @throws Fault naming the plugin and the field where a plugin cannot be started */
export async function openServices({ settings, store, access, registry, log, plugins: given }: ServiceParts): Promise<Services> {
  const { ledger, sealer, hasher } = store;
  const clock = systemClock;
  const plugins = await startPlugins(settings, store, registry, log, given);
  const drivers = new Drivers({ ledger, sealer, key: store.driverKey, clock });
  const wallets = new StreamWallets(ledger);
  const tariffs = new Tariffs({ ledger, plugins, subjectOf: (token) => sealer.subjectOf(token), clock });
  const stationProfiles = new StationProfiles(ledger);
  const desired = new DesiredStreams(ledger);
  const localLists = new LocalListStreams(ledger);
  const directory = new StreamDirectory({
    drivers: new DriverDirectory(drivers, sealer, wallets),
    tariffs,
    station: async (stationId) => desired.withSettings(stationId, await stationProfiles.of(stationId)),
  });
  const credentials = new StationCredentialStreams(ledger, hasher, clock);
  const commandDesk = new CommandDesk(ledger, sealer, clock);
  const { authority, passwordGraceSeconds } = settings.stationSecurity;
  return {
    access,
    ...(settings.oidc && { oidc: new OidcTokens(settings.oidc, { ledger, sealer, clock }) }),
    credentials,
    passwordRotations: new PasswordRotations({ credentials, commands: commandDesk, clock, graceSeconds: passwordGraceSeconds }),
    certificates: new CertificateDesk({
      credentials,
      commands: commandDesk,
      authority: authority && new LocalAuthority(authority, clock),
      organisation: settings.gateway.security.organisation,
      commandIdOf,
    }),
    drivers,
    wallets,
    tariffs,
    stationProfiles,
    desired,
    settingsDesk: new SettingsDesk(ledger, desired),
    localLists,
    localListDesk: new LocalListDesk(localLists),
    commandDesk,
    priceDesk: new PriceDesk({ ledger, ask: plugins.ask, directory }),
    plugins,
    directory,
  };
}

type Following = readonly [task: string, follow: (signal: AbortSignal) => Promise<void>];

/** What must run for as long as the services are asked: what is changed anywhere holds everywhere. */
export const followers = ({
  access,
  credentials,
  drivers,
  wallets,
  tariffs,
  stationProfiles,
  desired,
  localLists,
  plugins,
}: Services): readonly Following[] => [
  ['following the access streams', (signal) => access.follow(signal)],
  ['following the credentials of stations', (signal) => credentials.follow(signal)],
  ['following the drivers’ streams', (signal) => drivers.follow(signal)],
  ['following the wallets', (signal) => wallets.follow(signal)],
  ['following the tariffs', (signal) => tariffs.follow(signal)],
  ['following where stations stand', (signal) => stationProfiles.follow(signal)],
  ['following how stations are to be set', (signal) => desired.follow(signal)],
  ['following local lists', (signal) => localLists.follow(signal)],
  ['following the configuration of plugins', (signal) => plugins.follow(signal)],
];
