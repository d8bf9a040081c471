import { withdraw } from '../forms/setting-forms.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { scopeText, settingNames, valueText } from '../format/settings.ts';
import type { StationSetting } from '../graphql/settings.ts';
import { to } from '../route.ts';
import { Actions } from './actions.tsx';
import { Badge, StatusBadge } from './badge.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago } from './time.tsx';

interface Props {
  readonly settings: readonly StationSetting[];
  /** Left out on the page of a station. */
  readonly withStation?: boolean;
  /** Told once one was withdrawn; absent: none can be. */
  readonly onChanged?: () => void;
}

/** What stations are to be set to, what they show, and how far it has come. */
export function SettingTable({ settings, withStation = false, onChanged }: Props) {
  const columns = [...(withStation ? [stationColumn] : []), ...shared, ...(onChanged ? [withdrawColumn(onChanged)] : [])];
  return (
    <Table
      label="Settings"
      rows={settings}
      columns={columns}
      keyOf={({ stationId, name, evseId }) => `${stationId} ${name} ${evseId ?? ''}`}
    />
  );
}

const stationColumn: Column<StationSetting> = {
  name: 'Station',
  cell: ({ stationId }) => <a href={to.station(stationId)}>{stationId}</a>,
};

const withdrawColumn = (onChanged: () => void): Column<StationSetting> => ({
  name: '',
  cell: (setting) => <Actions label={settingNames[setting.name]} forms={[withdraw(setting)]} onDone={onChanged} />,
});

const shared: readonly Column<StationSetting>[] = [
  {
    name: 'Setting',
    cell: ({ name, evseId }) => (
      <>
        {settingNames[name]}
        {evseId !== null && <span className="muted"> EVSE {evseId}</span>}
      </>
    ),
  },
  {
    name: 'Desired',
    cell: ({ value, scopeKind, scopeId, rolloutId, reason, desiredBy }) => (
      <>
        {value.price ? <a href={to.tariff(value.price.tariffId)}>{valueText(value)}</a> : valueText(value)}
        <p className="muted small" title={`By ${desiredBy}`}>
          for {rolloutId ? <a href={to.rollout(rolloutId)}>{scopeText(scopeKind, scopeId)}</a> : scopeText(scopeKind, scopeId)}
          {reason && ` · “${reason}”`}
        </p>
      </>
    ),
  },
  {
    name: 'Stands',
    cell: ({ status, confirmedAt, sentAt, sendings, enforcedByPlatform, translation, refusedWhy, refusedCode }) => (
      <>
        <StatusBadge status={status} />
        {enforcedByPlatform && <Badge tone="quiet">the platform sees to it</Badge>}
        <span className="muted small">
          {' '}
          <Ago at={confirmedAt ?? sentAt} />
          {sendings > 1 && ` · sent ${sendings} times`}
        </span>
        {translation && <p className="muted small">{translation}</p>}
        {status === 'REFUSED' && <p className="error-text small">{refusedWhy ?? refusedCode}</p>}
      </>
    ),
  },
  {
    name: 'Reported',
    cell: ({ reported, reportedAt, drifted, drifts }) => (
      <>
        {reported ?? UNKNOWN} {drifted && <Badge tone="warning">drifted</Badge>}
        {reportedAt && (
          <p className="muted small">
            <Ago at={reportedAt} />
            {drifts > 0 && ` · drifted ${drifts === 1 ? 'once' : `${drifts} times`}`}
          </p>
        )}
      </>
    ),
  },
];
