import { to } from '../route.ts';

/** Drivers are kept as accounts, and as tokens with or without one. */
export const DriverTabs = ({ here }: { readonly here: 'accounts' | 'tokens' }) => (
  <nav className="tabs" aria-label="Drivers">
    <a href={to.drivers()} aria-current={here === 'accounts' ? 'page' : undefined}>
      Accounts
    </a>
    <a href={to.tokens()} aria-current={here === 'tokens' ? 'page' : undefined}>
      Tokens
    </a>
  </nav>
);
