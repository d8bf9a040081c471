import { kilowattHours, money } from '../format/quantities.ts';
import type { ConnectorDetails } from '../graphql/stations.ts';
import { to } from '../route.ts';
import { Badge, ConnectorBadge } from './badge.tsx';
import { BatteryPanel } from './battery-panel.tsx';
import { SessionCurve } from './session-curve.tsx';
import { Ago, Time } from './time.tsx';

interface Props {
  readonly connector: ConnectorDetails;
  readonly name: string;
  /** The station is offline: what it last said may have changed. */
  readonly stale: boolean;
}

/** A connector with what goes on at it. */
export function ConnectorCard({ connector, name, stale }: Props) {
  const { battery, currentSession: session } = connector;
  const measured = session && battery?.sessionId === session.id ? battery : null;
  const error = connector.errorCode === 'NoError' ? null : connector.errorCode;
  return (
    <article className={session ? 'card connector busy' : 'card connector'}>
      <header className="card-head">
        <h2>{name}</h2>
        <ConnectorBadge status={connector.status} stale={stale} />
        {connector.operative === false && <Badge tone="quiet">out of service</Badge>}
        {connector.availabilityScheduled && <Badge tone="warning">availability changes after the session</Badge>}
        {connector.reservationId !== null && <Badge tone="warning">reservation {connector.reservationId}</Badge>}
        {connector.statusAt && (
          <span className="muted small">
            <Ago at={connector.statusAt} />
          </span>
        )}
      </header>
      {error && (
        <p className="problem">
          <strong>{error}</strong> {[connector.errorInfo, connector.vendorErrorCode].filter(Boolean).join(' · ')}
        </p>
      )}
      {session ? (
        <>
          <p className="session-line">
            <a href={to.session(session.id)}>Session</a> since <Time at={session.startedAt} /> · {kilowattHours(session.energyWh)}
            {session.costAmount !== null && ` · ${money(session.costAmount, session.costCurrency)}`}
          </p>
          {measured ? (
            <>
              <BatteryPanel battery={measured} charging />
              <SessionCurve sessionId={session.id} battery={measured} />
            </>
          ) : (
            <p className="muted">No battery reading yet. “Request battery status” asks the station for one.</p>
          )}
        </>
      ) : (
        <p className="muted">{battery ? <LastBattery battery={battery} /> : 'No session.'}</p>
      )}
    </article>
  );
}

function LastBattery({ battery }: { readonly battery: NonNullable<ConnectorDetails['battery']> }) {
  const soc = battery.stateOfChargePercent === null ? '' : ` at ${Math.round(battery.stateOfChargePercent)} %`;
  return (
    <>
      No session. Last battery{soc}, <Ago at={battery.measuredAt} />
      {battery.sessionId && (
        <>
          {' '}
          (<a href={to.session(battery.sessionId)}>its session</a>)
        </>
      )}
      .
    </>
  );
}
