import type { ReactNode } from 'react';
import type { SessionState } from '../graphql/sessions.ts';
import { inWords, spaced } from '../format/words.ts';

export type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'quiet';

/** A state in one word. Its colour only repeats what the word says. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

const connectorTones: Readonly<Record<string, Tone>> = {
  Available: 'good',
  Preparing: 'busy',
  Charging: 'busy',
  Occupied: 'busy',
  Finishing: 'busy',
  SuspendedEV: 'warning',
  SuspendedEVSE: 'warning',
  Reserved: 'warning',
  Unavailable: 'quiet',
  Faulted: 'bad',
};

interface ConnectorBadgeProps {
  readonly status: string | null;
  /** The station is offline: what it last said may have changed. */
  readonly stale: boolean;
}

export function ConnectorBadge({ status, stale }: ConnectorBadgeProps) {
  if (status === null) return <Badge tone="quiet">not told</Badge>;
  const tone = connectorTones[status] ?? 'quiet';
  return <Badge tone={stale ? 'quiet' : tone}>{stale ? `was ${spaced(status)}` : spaced(status)}</Badge>;
}

export const ConnectedBadge = ({ connected }: { readonly connected: boolean }) =>
  connected ? <Badge tone="good">connected</Badge> : <Badge tone="bad">offline</Badge>;

const sessionTones: Readonly<Record<SessionState, Tone>> = { ACTIVE: 'busy', ENDED: 'quiet', INTERRUPTED: 'warning' };

export const SessionBadge = ({ state }: { readonly state: SessionState }) => (
  <Badge tone={sessionTones[state]}>{inWords(state)}</Badge>
);

const statusTones: Readonly<Record<string, Tone>> = {
  ACTIVE: 'good',
  CONFIRMED: 'good',
  FINISHED: 'good',
  KNOWN: 'good',
  ASKED: 'busy',
  RUNNING: 'busy',
  SENT: 'busy',
  BLOCKED: 'bad',
  REFUSED: 'bad',
  STOPPED: 'warning',
};

/** Where an account, a token, a setting or a roll-out stands. */
export const StatusBadge = ({ status }: { readonly status: string }) => (
  <Badge tone={statusTones[status] ?? 'quiet'}>{inWords(status)}</Badge>
);
