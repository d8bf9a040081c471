import { Inject } from '@nestjs/common';
import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { instantOf } from '@wattledger/kernel';
import type { Clock } from '@wattledger/kernel';
import { batteriesTable, commandsTable, sessionsTable, stationsTable } from '@wattledger/read-models';
import type { BatteryRow, CommandRow, SessionRow, StationRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import { Battery } from '../batteries/battery.type.ts';
import { CLOCK, EVENT_LOG } from '../collaborators.ts';
import { Command } from '../commands/command.type.ts';
import { EventFilter } from '../events/event.list.ts';
import { logFilterOf, matches } from '../events/event-filter.ts';
import { Event, eventOf } from '../events/event.type.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { columnsIn } from '../rows/conditions.ts';
import { maybe } from '../schema/descriptions.ts';
import { Position } from '../schema/scalars.ts';
import { Session } from '../sessions/session.type.ts';
import { Station } from '../stations/station.type.ts';
import { abortable } from './abortable.ts';
import { LiveRows } from './live-rows.ts';

/** What counts as lately when too many rows have changed to be listed. */
const LATELY_MS = 3_600_000;
const EVENTS_AT_ONCE = 100;

const optionalId = (name: string, description: string) => ({ name, type: () => ID, nullable: true, description });
/** Every value that is handed on is the field itself. */
const resolve = <Value>(value: Value): Value => value;

const sessions = columnsIn(sessionsTable);
const batteries = columnsIn(batteriesTable);
const commands = columnsIn(commandsTable);

/** Live views. Those of rows tell the newest state; the one of events tells each and every one. */
@Resolver()
export class SubscriptionsResolver {
  private readonly live: LiveRows;
  private readonly log: EventLog;
  private readonly clock: Clock;

  constructor(live: LiveRows, @Inject(EVENT_LOG) log: EventLog, @Inject(CLOCK) clock: Clock) {
    this.live = live;
    this.log = log;
    this.clock = clock;
  }

  @Roles(everyRole)
  @Subscription(() => Station, {
    description:
      'Stations as they change; of one that is named, first as it is now. Changes in quick succession may be told as one.',
    resolve,
  })
  stationChanged(
    @Args(optionalId('stationId', 'Only this station.')) stationId: string | undefined,
  ): AsyncIterableIterator<StationRow> {
    return this.live.watch({ table: stationsTable, ...(stationId && { key: [stationId] }), lately: () => [] });
  }

  @Roles(everyRole)
  @Subscription(() => Session, {
    description:
      'Sessions as they change; of one that is named, first as it is now. Changes in quick succession may be told as one.',
    resolve,
  })
  sessionChanged(
    @Args(optionalId('sessionId', 'Only this session.')) sessionId: string | undefined,
    @Args(optionalId('stationId', 'Only sessions at this station.')) stationId: string | undefined,
  ): AsyncIterableIterator<SessionRow> {
    return this.live.watch({
      table: sessionsTable,
      ...(sessionId && { key: [sessionId] }),
      ...(stationId && { where: sessions.is('stationId')(stationId) }),
      lately: () => [sql`(${sessions.is('state')('active')} or ${sessions.atLeast('endedAt')(this.lately())})`],
    });
  }

  @Roles(everyRole)
  @Subscription(() => Battery, {
    description:
      'Batteries as they change; that of a session that is named, first as it is now. Changes in quick succession may be told as one.',
    resolve,
  })
  batteryChanged(
    @Args(optionalId('stationId', 'Only batteries at this station.')) stationId: string | undefined,
    @Args(optionalId('sessionId', 'Only the battery of this session.')) sessionId: string | undefined,
  ): AsyncIterableIterator<BatteryRow> {
    return this.live.watch({
      table: batteriesTable,
      ...(sessionId && { key: [sessionId] }),
      ...(stationId && { where: batteries.is('stationId')(stationId) }),
      lately: () => [batteries.atLeast('measuredAt')(this.lately())],
    });
  }

  @Roles(everyRole)
  @Subscription(() => Command, {
    description: 'Commands and what becomes of them; of one that is named, first as it is now.',
    resolve,
  })
  commandChanged(
    @Args(optionalId('commandId', 'Only this command.')) commandId: string | undefined,
    @Args(optionalId('stationId', 'Only commands to this station.')) stationId: string | undefined,
  ): AsyncIterableIterator<CommandRow> {
    return this.live.watch({
      table: commandsTable,
      ...(commandId && { key: [commandId] }),
      ...(stationId && { where: commands.is('stationId')(stationId) }),
      lately: () => [sql`(${sql.ref('doneAt')} is null or ${commands.atLeast('doneAt')(this.lately())})`],
    });
  }

  @Roles(everyRole)
  @Subscription(() => Event, {
    description:
      'Events as they are recorded, each one, in order. Begin behind a position to hear first what was recorded since: that of the last event heard takes a broken subscription up again without a gap.',
    resolve,
  })
  events(
    @Args('filter', { type: () => EventFilter, ...maybe('Which events are wanted.') }) filter: EventFilter | undefined,
    @Args('afterPosition', {
      type: () => Position,
      ...maybe('Begins behind this position; with what is recorded from now on when absent. `-1` tells the whole history.'),
    })
    afterPosition: number | undefined,
  ): AsyncIterableIterator<Event> {
    return abortable((signal) => this.follow(filter ?? {}, afterPosition, signal));
  }

  /** The log is asked for more only when what it gave has been handed on, so a slow reader costs no memory. */
  private async *follow(filter: EventFilter, afterPosition: number | undefined, signal: AbortSignal): AsyncGenerator<Event> {
    const after = afterPosition ?? (await this.log.head());
    const batches = this.log.subscribe({ after, filter: logFilterOf(filter), signal, batchSize: EVENTS_AT_ONCE });
    for await (const { events } of batches) {
      for (const stored of events) {
        if (signal.aborted) return;
        const event = new RecordedEvent(stored);
        if (matches(filter, event)) yield eventOf(event);
      }
    }
  }

  private lately(): string {
    return instantOf(new Date(this.clock().getTime() - LATELY_MS));
  }
}
