import type { ComponentType } from 'react';
import { DecisionsPage } from '../pages/decisions.tsx';
import { DriverPage } from '../pages/driver.tsx';
import { DriversPage } from '../pages/drivers.tsx';
import { EventPage } from '../pages/event.tsx';
import { EventsPage } from '../pages/events.tsx';
import { KeysPage } from '../pages/keys.tsx';
import { OverviewPage } from '../pages/overview.tsx';
import { PluginPage } from '../pages/plugin.tsx';
import { PluginsPage } from '../pages/plugins.tsx';
import { RolloutPage } from '../pages/rollout.tsx';
import { SessionPage } from '../pages/session.tsx';
import { SessionsPage } from '../pages/sessions.tsx';
import { SettingsPage } from '../pages/settings.tsx';
import { StationPage } from '../pages/station.tsx';
import { StationsPage } from '../pages/stations.tsx';
import { TariffPage } from '../pages/tariff.tsx';
import { TariffsPage } from '../pages/tariffs.tsx';
import { TokenPage } from '../pages/token.tsx';
import { TokensPage } from '../pages/tokens.tsx';
import { to } from '../route.ts';
import type { Route } from '../route.ts';
import { Empty } from './notice.tsx';

const UnknownPage = () => (
  <Empty title="There is no such page">
    Go to the <a href={to.overview}>overview</a>.
  </Empty>
);

/** What each page is drawn by; it takes of the route what it needs. */
export const pages: Readonly<Record<Route['page'], ComponentType<Pick<Route, 'id' | 'search'>>>> = {
  overview: OverviewPage,
  stations: StationsPage,
  station: StationPage,
  sessions: SessionsPage,
  session: SessionPage,
  decisions: DecisionsPage,
  drivers: DriversPage,
  driver: DriverPage,
  tokens: TokensPage,
  token: TokenPage,
  tariffs: TariffsPage,
  tariff: TariffPage,
  settings: SettingsPage,
  rollout: RolloutPage,
  plugins: PluginsPage,
  plugin: PluginPage,
  events: EventsPage,
  event: EventPage,
  keys: KeysPage,
  unknown: UnknownPage,
};
