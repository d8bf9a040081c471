import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { viewer } from './access.ts';
import { useAnswer } from './use-answer.ts';

/** What the key that is signed in may do, so that nothing is offered that would be refused. */
export interface Rights {
  /** Commands, drivers, tariffs, settings. */
  readonly operate: boolean;
  /** Keys, credentials, plugins. */
  readonly administer: boolean;
  /** Neither, as is known. */
  readonly watchOnly: boolean;
}

const UNKNOWN_YET: Rights = { operate: false, administer: false, watchOnly: false };
const RightsContext = createContext<Rights>(UNKNOWN_YET);

export function RightsOfViewer({ children }: { readonly children: ReactNode }) {
  const { data } = useAnswer(viewer, {});
  const role = data?.viewer?.role;
  const operate = role === 'OPERATOR' || role === 'ADMIN';
  const rights = { operate, administer: role === 'ADMIN', watchOnly: role !== undefined && !operate };
  return <RightsContext value={rights}>{children}</RightsContext>;
}

export const useRights = (): Rights => useContext(RightsContext);
