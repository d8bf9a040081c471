import type { ReactNode } from 'react';

/** Names with their values, in columns as wide as the page allows. */
export const Measures = ({ children }: { readonly children: ReactNode }) => <dl className="measures">{children}</dl>;

export const Measure = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
