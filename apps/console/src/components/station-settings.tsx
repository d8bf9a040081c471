import { place, resend, setSetting } from '../forms/setting-forms.ts';
import type { Form } from '../forms/form.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { stationSettings } from '../graphql/settings.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { Actions } from './actions.tsx';
import { Empty, Problem } from './notice.tsx';
import { SettingTable } from './setting-table.tsx';

const AGAIN_EVERY_MS = 5_000;

/** What a station is to be set to, and what it says of it. */
export function StationSettings({ stationId }: { readonly stationId: string }) {
  const { data, error, refresh } = useAnswer(stationSettings, { stationId }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  const settings = data?.stationSettings ?? [];
  const station = data?.station;
  const forms: readonly Form[] = [
    setSetting(stationId),
    ...(settings.length > 0 ? [resend(stationId)] : []),
    ...(station ? [place(station)] : []),
  ];
  return (
    <section>
      <h2>Settings</h2>
      <p className="muted">
        Site {station?.siteId ?? UNKNOWN} · groups {station?.groups?.join(', ') || UNKNOWN} · time zone{' '}
        {station?.timeZone ?? UNKNOWN}
      </p>
      <Actions label="Settings" forms={forms} onDone={changed} />
      {error && <Problem error={error} onRetry={refresh} />}
      {data && settings.length === 0 && (
        <Empty title="Nothing is desired of it">A price, a charging time or a maximum current can be set.</Empty>
      )}
      {settings.length > 0 && <SettingTable settings={settings} onChanged={changed} />}
    </section>
  );
}
