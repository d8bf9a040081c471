import { useState } from 'react';
import { DecisionList } from '../components/decision-list.tsx';
import { ChoiceFilter, Filters, TextFilter } from '../components/filters.tsx';
import { ListPage } from '../components/list-page.tsx';
import { pointWords } from '../format/decisions.ts';
import { decisionList } from '../graphql/decisions.ts';
import type { DecisionPoint } from '../graphql/decisions.ts';
import { useConnection } from '../graphql/connection-context.ts';
import type { Answered, PageVariables } from '../graphql/document.ts';
import { tokenSubject } from '../graphql/tokens.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';
import { goQuietly } from '../use-route.ts';

const PAGE_SIZE = 25;
const AGAIN_EVERY_MS = 10_000;

const PSEUDONYM = /^[\w-]{22}$/;

const outcomes = [
  ['', 'any'],
  ['yes', 'drivers who were refused'],
  ['no', 'drivers who were accepted'],
] as const;
const isPoint = (text: string): text is DecisionPoint => text in pointWords;
const points = [['', 'any'], ...Object.entries(pointWords)] as readonly (readonly [string, string])[];

/** Why was this driver refused? What every plugin said, and from what. */
export function DecisionsPage({ search }: { readonly search: URLSearchParams }) {
  const { client } = useConnection();
  const wanted = {
    refused: search.get('refused') ?? '',
    point: search.get('point') ?? '',
    station: search.get('station') ?? '',
    token: search.get('token') ?? '',
    failed: search.get('failed') ?? '',
  };
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const narrow = (change: Partial<typeof wanted>) => {
    setPage({ first: PAGE_SIZE });
    goQuietly(to.decisions({ ...wanted, ...change }));
  };
  // What is on a card does not belong into the address of a page.
  const pseudonymOf = async (typed: string): Promise<string> => {
    if (typed === '' || PSEUDONYM.test(typed)) return typed;
    const { data: known } = await client.query<Answered<typeof tokenSubject>>(tokenSubject, { token: typed });
    return known?.tokenSubject ?? typed;
  };
  const filter = {
    ...(wanted.refused && { refused: wanted.refused === 'yes' }),
    ...(isPoint(wanted.point) && { points: [wanted.point] }),
    ...(wanted.station && { stationIds: [wanted.station] }),
    ...(wanted.token && { tokenSubject: wanted.token }),
    ...(wanted.failed && { failedPlugin: wanted.failed }),
  };
  const { data, error, refresh } = useAnswer(decisionList, { filter, ...page }, { everyMs: AGAIN_EVERY_MS });
  return (
    <>
      <h1>Decisions</h1>
      <Filters>
        <ChoiceFilter label="Outcome" value={wanted.refused} choices={outcomes} onChange={(refused) => narrow({ refused })} />
        <ChoiceFilter label="Decision" value={wanted.point} choices={points} onChange={(point) => narrow({ point })} />
        <TextFilter
          label="Station"
          value={wanted.station}
          placeholder="its whole id"
          onChange={(station) => narrow({ station })}
        />
        <TextFilter
          label="Token"
          value={wanted.token}
          placeholder="its number, or pseudonym"
          onChange={(typed) => void pseudonymOf(typed).then((token) => narrow({ token }))}
        />
        <TextFilter
          label="Plugin that failed"
          value={wanted.failed}
          placeholder="its id"
          onChange={(failed) => narrow({ failed })}
        />
      </Filters>
      <ListPage
        what="decisions"
        size={PAGE_SIZE}
        page={data?.decisions}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty={Object.keys(filter).length > 0 ? 'No decision matches' : 'Nothing was decided yet'}
        emptyHint={Object.keys(filter).length > 0 && <a href={to.decisions()}>Show all decisions</a>}
      >
        {(decisions) => <DecisionList decisions={decisions} withPlace />}
      </ListPage>
    </>
  );
}
