import { percent } from '../format/quantities.ts';

/** How full a battery is, small enough for a list. */
export function SocBar({ value }: { readonly value: number | null }) {
  if (value === null) return <span className="muted">SoC not reported</span>;
  return (
    <span className="soc-bar">
      <meter min={0} max={100} value={value} aria-label="State of charge">
        {percent(value)}
      </meter>
      <span aria-hidden="true">{percent(value)}</span>
    </span>
  );
}
