import type { ReactNode } from 'react';
import { scopeNames, unassign } from '../forms/tariff-forms.ts';
import type { TariffAssignment } from '../graphql/tariffs.ts';
import { to } from '../route.ts';
import { Actions } from './actions.tsx';
import { Time } from './time.tsx';

interface Props {
  readonly assignments: readonly TariffAssignment[];
  readonly onChanged: () => void;
}

/** Who pays a tariff. */
export const AssignmentList = ({ assignments, onChanged }: Props) => (
  <ul className="rows">
    {assignments.map((assignment) => (
      <li key={`${assignment.kind} ${assignment.scopeId ?? ''}`}>
        <strong>{scopeOf(assignment)}</strong>
        <span className="muted">
          since <Time at={assignment.assignedAt} />, by {assignment.by}
        </span>
        <Actions label={`Assignment to ${scopeNames[assignment.kind]}`} forms={[unassign(assignment)]} onDone={onChanged} />
      </li>
    ))}
  </ul>
);

/** Whom it is for, as a link where there is a page. */
export function scopeOf({ kind, scopeId }: TariffAssignment): ReactNode {
  if (scopeId === null) return scopeNames[kind];
  if (kind === 'STATION') return <a href={to.station(scopeId)}>station {scopeId}</a>;
  if (kind === 'ACCOUNT') return <a href={to.driver(scopeId)}>an account</a>;
  return `${scopeNames[kind].replace(/^an? /, '')} ${scopeId}`;
}
