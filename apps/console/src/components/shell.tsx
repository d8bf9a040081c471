import { useEffect } from 'react';
import { useLink } from '../graphql/connection-context.ts';
import type { LinkState } from '../graphql/connection.ts';
import { EventsPage } from '../pages/events.tsx';
import { OverviewPage } from '../pages/overview.tsx';
import { SessionPage } from '../pages/session.tsx';
import { SessionsPage } from '../pages/sessions.tsx';
import { StationPage } from '../pages/station.tsx';
import { StationsPage } from '../pages/stations.tsx';
import { to } from '../route.ts';
import type { Route } from '../route.ts';
import { useRoute } from '../use-route.ts';
import { Empty } from './notice.tsx';

const sections = [
  { name: 'Overview', link: to.overview, pages: ['overview'] },
  { name: 'Stations', link: to.stations(), pages: ['stations', 'station'] },
  { name: 'Sessions', link: to.sessions(), pages: ['sessions', 'session'] },
  { name: 'Events', link: to.events(), pages: ['events'] },
] as const satisfies readonly { name: string; link: string; pages: readonly Route['page'][] }[];

/** What surrounds every page. */
export function Shell({ onSignOut }: { readonly onSignOut: () => void }) {
  const route = useRoute();
  const here = sections.find(({ pages }) => pages.some((page) => page === route.page));
  useEffect(() => {
    document.title = [route.id, here?.name, 'Wattledger'].filter(Boolean).join(' · ');
    window.scrollTo(0, 0);
  }, [route.id, here]);

  return (
    <>
      <a
        className="skip"
        href="#content"
        onClick={(event) => (event.preventDefault(), document.getElementById('content')?.focus())}
      >
        Skip to content
      </a>
      <header className="bar">
        <a className="brand" href={to.overview}>
          <img src="./favicon.svg" alt="" width="24" height="24" /> Wattledger
        </a>
        <nav aria-label="Sections">
          {sections.map((section) => (
            <a key={section.name} href={section.link} aria-current={section === here ? 'page' : undefined}>
              {section.name}
            </a>
          ))}
        </nav>
        <LinkLight />
        <button type="button" className="plain" onClick={onSignOut}>
          Sign out
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        <Page key={`${route.page} ${route.id}`} route={route} />
      </main>
    </>
  );
}

function Page({ route: { page, id, search } }: { readonly route: Route }) {
  switch (page) {
    case 'overview':
      return <OverviewPage />;
    case 'stations':
      return <StationsPage search={search} />;
    case 'station':
      return <StationPage id={id} />;
    case 'sessions':
      return <SessionsPage search={search} />;
    case 'session':
      return <SessionPage id={id} />;
    case 'events':
      return <EventsPage search={search} />;
    case 'unknown':
      return (
        <Empty title="There is no such page">
          Go to the <a href={to.overview}>overview</a>.
        </Empty>
      );
  }
}

const lights: Readonly<Record<LinkState, string>> = {
  idle: 'Idle',
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
};

/** Whether what is shown is shown as it happens. */
function LinkLight() {
  const { state } = useLink();
  return (
    <span className={`light ${state}`} role="status" title={state === 'lost' ? 'What you see may be out of date.' : undefined}>
      {lights[state]}
    </span>
  );
}
