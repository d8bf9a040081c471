import { pointWords } from '../format/decisions.ts';
import { inWords } from '../format/words.ts';
import type { PluginState, PluginSummary } from '../graphql/plugins.ts';
import { Badge } from './badge.tsx';
import type { Tone } from './badge.tsx';

const tones: Readonly<Record<PluginState, Tone>> = {
  OK: 'good',
  DISABLED: 'quiet',
  RESTARTING: 'warning',
  SUSPENDED: 'bad',
  PARKED: 'bad',
};

/** How a plugin fares, and whether what it says counts. */
export function PluginBadges({ plugin: { enabled, shadow, health } }: { readonly plugin: PluginSummary }) {
  const open = health.suspendedAt.map((point) => pointWords[point]).join(', ');
  return (
    <span className="badges">
      <Badge tone={tones[health.state]}>{health.state === 'OK' ? 'ok' : inWords(health.state)}</Badge>
      {shadow && <Badge tone="quiet">shadow</Badge>}
      {!enabled && health.state !== 'DISABLED' && <Badge tone="quiet">disabled</Badge>}
      {open && <span className="muted small">left alone at: {open}</span>}
    </span>
  );
}
