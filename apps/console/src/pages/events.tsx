import { EventTail } from '../components/event-tail.tsx';
import { ChoiceFilter, Filters, TextFilter } from '../components/filters.tsx';
import type { Direction, EventFilter } from '../graphql/events.ts';
import { to } from '../route.ts';
import { goQuietly } from '../use-route.ts';

const PAGE_SIZE = 60;

const directions: readonly (readonly [Direction | '', string])[] = [
  ['', 'any'],
  ['FROM_STATION', '→ from stations'],
  ['TO_STATION', '← to stations'],
];
const commonActions = [
  'Authorize',
  'BootNotification',
  'DataTransfer',
  'Heartbeat',
  'MeterValues',
  'NotifyEvent',
  'NotifyReport',
  'SecurityEventNotification',
  'StartTransaction',
  'StatusNotification',
  'StopTransaction',
  'TransactionEvent',
];
const commonTypes = ['AuthorizationDecided', 'CommandRequested', 'SessionPriced', 'StationConnected', 'StationDisconnected'];

/** The log as it grows. */
export function EventsPage({ search }: { readonly search: URLSearchParams }) {
  const wanted = {
    station: search.get('station') ?? '',
    stream: search.get('stream') ?? '',
    action: search.get('action') ?? '',
    type: search.get('type') ?? '',
    direction: search.get('direction') ?? '',
  };
  const narrow = (change: Partial<typeof wanted>) => goQuietly(to.events({ ...wanted, ...change }));
  const direction = directions.find(([name]) => name === wanted.direction)?.[0] ?? '';
  const filter: EventFilter = {
    ...(wanted.station && { stationId: wanted.station }),
    ...(wanted.stream && { stream: wanted.stream }),
    ...(wanted.action && { actions: [wanted.action] }),
    ...(wanted.type && { types: [wanted.type] }),
    ...(direction && { direction }),
  };
  return (
    <>
      <h1>Events</h1>
      <Filters>
        <TextFilter
          label="Station"
          value={wanted.station}
          placeholder="its whole id"
          onChange={(station) => narrow({ station })}
        />
        <TextFilter label="Stream" value={wanted.stream} placeholder="tariff-street" onChange={(stream) => narrow({ stream })} />
        <TextFilter
          label="OCPP action"
          value={wanted.action}
          placeholder="MeterValues"
          suggestions={commonActions}
          onChange={(action) => narrow({ action })}
        />
        <TextFilter
          label="Event type"
          value={wanted.type}
          placeholder="CommandRequested"
          suggestions={commonTypes}
          onChange={(type) => narrow({ type })}
        />
        <ChoiceFilter
          label="Direction"
          value={direction}
          choices={directions}
          onChange={(value) => narrow({ direction: value })}
        />
      </Filters>
      <EventTail
        key={JSON.stringify(filter)}
        filter={filter}
        withStream
        pageSize={PAGE_SIZE}
        emptyHint="What matches appears here as soon as it is recorded. Names of actions and types have to be whole, upper and lower case as shown."
      />
    </>
  );
}
