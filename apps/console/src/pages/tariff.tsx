import { Actions } from '../components/actions.tsx';
import { AssignmentList } from '../components/assignment-list.tsx';
import { Badge } from '../components/badge.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import { tariffForms } from '../forms/tariff-forms.ts';
import { tariffDetails } from '../graphql/tariffs.ts';
import type { Tariff, TariffVersion } from '../graphql/tariffs.ts';
import { usePresent } from '../graphql/use-present.ts';
import { to } from '../route.ts';
import { useNow } from '../use-now.ts';

/** One tariff: its versions, and who pays it. */
export function TariffPage({ id }: { readonly id: string }) {
  const { data, error, refresh, changed, awaited } = usePresent(tariffDetails, { id }, ({ tariff }) => tariff !== null);
  if (!data || awaited) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what={`the tariff ${id}`} />;
  const { tariff } = data;
  if (!tariff) {
    return (
      <Empty title={`There is no tariff ${id}`}>
        <a href={to.tariffs()}>See all tariffs</a>
      </Empty>
    );
  }
  const assignments = data.tariffAssignments.filter(({ tariffId }) => tariffId === id);
  return (
    <>
      <header className="page-head">
        <h1>{tariff.name}</h1>
        {tariff.retiredAt !== null && <Badge tone="quiet">retired</Badge>}
        <span className="muted">
          <span className="identity">{tariff.id}</span> · {tariff.currency}
          {tariff.retiredAt !== null && (
            <>
              {' '}
              · retired <Time at={tariff.retiredAt} /> by {tariff.retiredBy}
            </>
          )}
        </span>
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      <Actions label="What can be done with the tariff" forms={tariffForms(tariff)} onDone={changed} />
      <section>
        <h2>Who pays it</h2>
        {assignments.length === 0 ? (
          <Empty title="It is assigned to nobody">
            Accounts and tokens may name it, and a price may be <a href={to.settings()}>set</a> to it all the same.
          </Empty>
        ) : (
          <AssignmentList assignments={assignments} onChanged={changed} />
        )}
      </section>
      <Versions tariff={tariff} />
    </>
  );
}

function Versions({ tariff: { versions } }: { readonly tariff: Tariff }) {
  const now = useNow().toISOString();
  const inForce = versions.findLast(({ validFrom }) => validFrom <= now);
  return (
    <section>
      <h2>Versions</h2>
      {versions.toReversed().map((version) => (
        <Version key={version.version} version={version} inForce={version === inForce} isComing={version.validFrom > now} />
      ))}
    </section>
  );
}

interface VersionProps {
  readonly version: TariffVersion;
  readonly inForce: boolean;
  readonly isComing: boolean;
}

const Version = ({ version, inForce, isComing }: VersionProps) => (
  <article className="card">
    <header className="card-head">
      <h3>Version {version.version}</h3>
      {inForce && <Badge tone="good">in force</Badge>}
      {isComing && <Badge tone="busy">to come</Badge>}
      <span className="muted">
        {version.name} · valid from <Time at={version.validFrom} /> · priced by{' '}
        <a href={to.plugin(version.plugin)}>{version.plugin}</a> · added by {version.by}
      </span>
    </header>
    <pre tabIndex={0} aria-label={`Terms of version ${version.version}`}>
      {JSON.stringify(version.terms, null, 2)}
    </pre>
  </article>
);
