import { kilowattHours, kilowatts, money } from '../format/quantities.ts';
import { spaced } from '../format/words.ts';
import type { SessionSummary } from '../graphql/sessions.ts';
import { to } from '../route.ts';
import { SessionBadge } from './badge.tsx';
import { SocBar } from './soc-bar.tsx';
import { Time } from './time.tsx';

interface Props {
  readonly sessions: readonly SessionSummary[];
  /** Left out on the page of a station. */
  readonly withStation?: boolean;
  /** All of them go on, so nothing is shown that only an end brings. */
  readonly running?: boolean;
}

export function SessionTable({ sessions, withStation = true, running = false }: Props) {
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">Session</th>
          {withStation && <th scope="col">Station</th>}
          <th scope="col">State</th>
          <th scope="col">Battery</th>
          <th scope="col" className="number">
            Power
          </th>
          <th scope="col" className="number">
            Energy
          </th>
          {!running && (
            <>
              <th scope="col" className="number">
                Cost
              </th>
              <th scope="col">Ended by</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <td data-label="Session">
              <a href={to.session(session.id)} title={session.transactionId}>
                {session.startedAt ? <Time at={session.startedAt} /> : session.transactionId}
              </a>
            </td>
            {withStation && (
              <td data-label="Station">
                <a href={to.station(session.stationId)}>{session.stationId}</a>
                <span className="muted"> / {session.evseId ?? '?'}</span>
              </td>
            )}
            <td data-label="State">
              <SessionBadge state={session.state} />
            </td>
            <td data-label="Battery">
              <SocBar value={session.socLatest} />
            </td>
            <td data-label="Power" className="number">
              {session.state === 'ACTIVE' ? kilowatts(session.powerW) : ''}
            </td>
            <td data-label="Energy" className="number">
              {kilowattHours(session.energyWh)}
            </td>
            {!running && (
              <>
                {' '}
                <td data-label="Cost" className="number">
                  {money(session.costAmount, session.costCurrency)}
                </td>
                <td data-label="Ended by">{session.stopReason ? spaced(session.stopReason) : ''}</td>
              </>
            )}{' '}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
