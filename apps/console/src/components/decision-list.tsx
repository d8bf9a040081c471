import { pointNames, toneOf } from '../format/decisions.ts';
import { inWords } from '../format/words.ts';
import type { Decision, Vote } from '../graphql/decisions.ts';
import { to } from '../route.ts';
import { Badge } from './badge.tsx';
import { EventLinks } from './event-links.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago } from './time.tsx';

interface Props {
  readonly decisions: readonly Decision[];
  /** Left out on the page of a session. */
  readonly withPlace?: boolean;
}

/** What was decided; every vote, what was known, and the events behind it when one is opened. */
export const DecisionList = ({ decisions, withPlace = false }: Props) => (
  <ol className="commands">
    {decisions.map((decision) => (
      <DecisionRow key={decision.id} decision={decision} withPlace={withPlace} />
    ))}
  </ol>
);

function DecisionRow({ decision, withPlace }: { readonly decision: Decision; readonly withPlace: boolean }) {
  const { point, outcome, reason, rule, at, votes, events, basis, considered, purpose } = decision;
  const failed = votes.filter(({ failure, shadow }) => failure !== null && !shadow).length;
  return (
    <li className="command">
      <details>
        <summary>
          <strong>{pointNames[point]}</strong>
          <Badge tone={toneOf(decision)}>{outcome}</Badge>
          {failed > 0 && <Badge tone="warning">{failed === 1 ? 'a plugin failed' : `${failed} plugins failed`}</Badge>}
          {reason && <span className="answer">{reason}</span>}
          <span className="muted">
            <Ago at={at} />
          </span>
        </summary>
        <div className="decision-details">
          <p className="muted small">
            {[rule && `Rule ${rule}`, purpose && `token shown to ${purpose}`].filter(Boolean).join(' · ')}
          </p>
          <Votes votes={votes} />
          <EventLinks label="Events" events={events} />
          <EventLinks label="Known from" events={basis} />
          {considered !== null && (
            <details>
              <summary>What was known of the driver</summary>
              <pre tabIndex={0} aria-label="What was known of the driver">
                {JSON.stringify(considered, null, 2)}
              </pre>
            </details>
          )}
        </div>
      </details>
      {withPlace && <Place decision={decision} />}
    </li>
  );
}

const Place = ({ decision: { stationId, sessionId, token, tokenSubject } }: { readonly decision: Decision }) => (
  <p className="decision-place muted small">
    <a href={to.station(stationId)}>{stationId}</a>
    {sessionId && <a href={to.session(sessionId)}>its session</a>}
    {token && <span>token {tokenSubject ? <a href={to.token(tokenSubject)}>{token}</a> : token}</span>}
  </p>
);

const columns: readonly Column<Vote>[] = [
  {
    name: 'Plugin',
    cell: ({ plugin, version, configuration }) => (
      <>
        {plugin === 'platform' ? plugin : <a href={to.plugin(plugin)}>{plugin}</a>}
        <span className="muted small">
          {version && ` ${version}`}
          {configuration !== null && `, configuration ${configuration}`}
        </span>
      </>
    ),
  },
  {
    name: 'Answer',
    cell: ({ answer, failure, shadow }) => (
      <>
        {failure ? (
          <Badge tone="bad">{inWords(failure)}</Badge>
        ) : answer === 'abstained' ? (
          <span className="muted">{answer}</span>
        ) : (
          answer
        )}
        {shadow && <Badge tone="quiet">shadow</Badge>}
      </>
    ),
  },
  {
    name: 'Reason',
    cell: ({ reason, rule }) => (
      <>
        {reason}
        {rule && <span className="muted small"> ({rule})</span>}
      </>
    ),
  },
  { name: 'Took', number: true, cell: ({ milliseconds }) => `${milliseconds.toFixed(1)} ms` },
];

function Votes({ votes }: { readonly votes: readonly Vote[] }) {
  if (votes.length === 0) return <p className="muted">No plugin was asked.</p>;
  return <Table label="Votes, in the order in which they count" rows={votes} columns={columns} keyOf={({ plugin }) => plugin} />;
}
