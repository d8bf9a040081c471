import { fromNow, localTime, utcTime } from '../format/times.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { useNow } from '../use-now.ts';

interface Props {
  readonly at: string | null | undefined;
}

/** An instant in the reader's own zone; UTC when pointed at. */
export function Time({ at }: Props) {
  const now = useNow();
  if (!at) return <>{UNKNOWN}</>;
  const instant = new Date(at);
  return (
    <time dateTime={at} title={utcTime(instant)}>
      {localTime(instant, now)}
    </time>
  );
}

/** How long ago; the exact instant when pointed at. */
export function Ago({ at }: Props) {
  const now = useNow();
  if (!at) return <>never</>;
  const instant = new Date(at);
  return (
    <time dateTime={at} title={`${localTime(instant, now)} (${utcTime(instant)})`}>
      {fromNow(instant, now)}
    </time>
  );
}
