import { useState } from 'react';
import { correctPrice } from '../forms/price-forms.ts';
import { sessionReasons } from '../graphql/costs.ts';
import type { Decision, EventPlace } from '../graphql/decisions.ts';
import type { SessionDetails } from '../graphql/sessions.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { Actions } from './actions.tsx';
import { CostPanel } from './cost-panel.tsx';
import { DecisionList } from './decision-list.tsx';
import { Empty, Problem, Waiting } from './notice.tsx';

interface Props {
  readonly session: SessionDetails;
  readonly events: readonly EventPlace[];
  /** Tells that the session itself has changed. */
  readonly onChanged: () => void;
}

const AGAIN_EVERY_MS = 10_000;
/** Told of every meter reading where a plugin in the shadow disagrees: too many to read. */
const isRoutine = ({ point, outcome }: Decision): boolean => point === 'CONTINUE_CHARGING' && outcome === 'continue';

/** Why a session went as it did, and why it costs what it costs. */
export function SessionReasons({ session, events, onChanged }: Props) {
  const { id, state } = session;
  const { data, error, refresh } = useAnswer(sessionReasons, { id }, state === 'ACTIVE' ? { everyMs: AGAIN_EVERY_MS } : {});
  const changed = useChanged(() => (refresh(), onChanged()));
  const [all, setAll] = useState(false);
  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="its reasons" />;
  const { cost = null, decisions = [] } = data.session ?? {};
  const known = new Map([...decisions.flatMap((one) => one.events), ...events].map((event) => [event.id, event]));
  const telling = decisions.filter((decision) => !isRoutine(decision));
  return (
    <>
      {error && <Problem error={error} onRetry={refresh} />}
      <section>
        <h2>What it costs</h2>
        {cost ? (
          <CostPanel sessionId={id} cost={cost} events={known} />
        ) : (
          <Empty title="Not priced yet">
            {state === 'ACTIVE' ? 'Its price is decided when it ends.' : 'No plugin had a price for it.'}
          </Empty>
        )}
        {state !== 'ACTIVE' && <Actions label="Price" forms={[correctPrice(id, cost?.currency ?? null)]} onDone={changed} />}
      </section>
      <section>
        <h2>What was decided, and why</h2>
        {decisions.length === 0 && <Empty title="Nothing was decided about it" />}
        <DecisionList decisions={all ? decisions : telling} />
        {telling.length < decisions.length && (
          <button type="button" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? 'Leave out' : 'Show'} where it simply went on ({decisions.length - telling.length})
          </button>
        )}
      </section>
    </>
  );
}
