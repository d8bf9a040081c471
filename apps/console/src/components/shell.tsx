import { useEffect, useRef } from 'react';
import { useLink } from '../graphql/connection-context.ts';
import type { LinkState } from '../graphql/connection.ts';
import { to } from '../route.ts';
import type { Route } from '../route.ts';
import { useRoute } from '../use-route.ts';
import { pages } from './pages.tsx';

const sections = [
  { name: 'Overview', link: to.overview, pages: ['overview'] },
  { name: 'Stations', link: to.stations(), pages: ['stations', 'station'] },
  { name: 'Sessions', link: to.sessions(), pages: ['sessions', 'session'] },
  { name: 'Decisions', link: to.decisions(), pages: ['decisions'] },
  { name: 'Drivers', link: to.drivers(), pages: ['drivers', 'driver', 'tokens', 'token'] },
  { name: 'Tariffs', link: to.tariffs(), pages: ['tariffs', 'tariff'] },
  { name: 'Settings', link: to.settings(), pages: ['settings', 'rollout'] },
  { name: 'Plugins', link: to.plugins(), pages: ['plugins', 'plugin'] },
  { name: 'Events', link: to.events(), pages: ['events', 'event'] },
  { name: 'Keys', link: to.keys(), pages: ['keys'] },
] as const satisfies readonly { name: string; link: string; pages: readonly Route['page'][] }[];

/** What surrounds every page. */
export function Shell({ onSignOut }: { readonly onSignOut: () => void }) {
  const route = useRoute();
  const here = sections.find(({ pages: sectionPages }) => sectionPages.some((page) => page === route.page));
  const current = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // On a narrow screen the sections are wider than the bar.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
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
            <a
              key={section.name}
              ref={section === here ? current : undefined}
              href={section.link}
              aria-current={section === here ? 'page' : undefined}
            >
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
  const Drawn = pages[page];
  return <Drawn id={id} search={search} />;
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
