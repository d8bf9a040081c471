import { percent } from '../format/quantities.ts';

const RADIUS = 52;
const LENGTH = 2 * Math.PI * RADIUS;
/** The ring is open at the bottom. */
const SWEEP = 0.75;

interface Props {
  /** State of charge; null when the station does not report it. */
  readonly value: number | null;
  readonly charging: boolean;
}

/** How full a battery is. */
export function SocGauge({ value, charging }: Props) {
  const share = Math.min(100, Math.max(0, value ?? 0)) / 100;
  return (
    <svg
      className="gauge"
      viewBox="0 0 128 116"
      role="img"
      aria-label={value === null ? 'State of charge not reported' : `State of charge ${percent(value)}`}
    >
      <g fill="none" strokeWidth="11" strokeLinecap="round" transform="rotate(135 64 64)">
        <circle className="gauge-track" cx="64" cy="64" r={RADIUS} strokeDasharray={`${LENGTH * SWEEP} ${LENGTH}`} />
        {share > 0 && (
          <circle
            className={charging ? 'gauge-value charging' : 'gauge-value'}
            cx="64"
            cy="64"
            r={RADIUS}
            strokeDasharray={`${LENGTH * SWEEP * share} ${LENGTH}`}
          />
        )}
      </g>
      <text className="gauge-number" x="64" y="70" textAnchor="middle">
        {value === null ? '–' : Math.round(value)}
      </text>
      <text className="gauge-unit" x="64" y="90" textAnchor="middle">
        {value === null ? 'not reported' : 'percent'}
      </text>
    </svg>
  );
}
