import type { RolloutProgress } from '../graphql/rollouts.ts';

const parts: readonly (readonly [keyof RolloutProgress, string])[] = [
  ['confirmed', 'good'],
  ['sent', 'busy'],
  ['pending', 'busy'],
  ['offline', 'quiet'],
  ['refused', 'bad'],
];

interface Props {
  readonly progress: RolloutProgress;
  readonly of: number;
}

/** How far a roll-out has come, as a bar and in words. */
export function ProgressBar({ progress, of }: Props) {
  const told = parts.filter(([name]) => progress[name] > 0);
  const words = [
    ...told.map(([name]) => `${progress[name]} ${name}`),
    ...(progress.waiting > 0 ? [`${progress.waiting} to come`] : []),
  ];
  const width = (name: keyof RolloutProgress) => (of === 0 ? 0 : (progress[name] / of) * 100);
  const starts = told.map((_, index) => told.slice(0, index).reduce((sum, [name]) => sum + width(name), 0));
  return (
    <div className="progress">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        {told.map(([name, tone], index) => (
          <rect key={name} className={tone} x={starts[index]} width={width(name)} height="4" />
        ))}
      </svg>
      <span className="muted small">
        {words.join(', ') || 'no stations'} of {of}
      </span>
    </div>
  );
}
