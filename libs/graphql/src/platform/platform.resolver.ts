import { Inject } from '@nestjs/common';
import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { EventLog } from '@wattledger/event-log';
import { instantOf, millisecondsBetween } from '@wattledger/kernel';
import type { Clock } from '@wattledger/kernel';
import { CLOCK, EVENT_LOG, PROJECTOR_STATUS, SETTINGS } from '../collaborators.ts';
import type { Collaborators } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { Position } from '../schema/scalars.ts';
import type { GraphqlSettings } from '../settings.ts';
import { Platform, ProjectionStatus } from './platform.type.ts';

@Resolver(() => Platform)
export class PlatformResolver {
  private readonly settings: GraphqlSettings;
  private readonly log: EventLog;
  private readonly projectorStatus: Collaborators['projectorStatus'];
  private readonly clock: Clock;

  constructor(
    @Inject(SETTINGS) settings: GraphqlSettings,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(PROJECTOR_STATUS) projectorStatus: Collaborators['projectorStatus'],
    @Inject(CLOCK) clock: Clock,
  ) {
    this.settings = settings;
    this.log = log;
    this.projectorStatus = projectorStatus;
    this.clock = clock;
  }

  @Roles(everyRole)
  @Query(() => Platform, always('The platform itself: its version, and how it is doing.'))
  platform(): Pick<Platform, 'version' | 'now'> {
    return { version: this.settings.version, now: instantOf(this.clock()) };
  }

  @ResolveField(() => Position, always('The newest event of the log.'))
  logHead(): Promise<number> {
    return this.log.head();
  }

  @ResolveField(() => ProjectionStatus, maybe('How far the rows are behind the log; absent while the projector is not running.'))
  async projection(): Promise<ProjectionStatus | undefined> {
    const status = await this.projectorStatus();
    if (!status) return undefined;
    const { checkpoint, behindSince, eventsProjected, parked } = status;
    const lagMs = behindSince === undefined ? 0 : Math.max(0, millisecondsBetween(behindSince, instantOf(this.clock())));
    return {
      checkpoint,
      upToDate: behindSince === undefined,
      behindSince,
      lagSeconds: Math.round(lagMs / 1_000),
      eventsProjected,
      parked: [...parked],
    };
  }
}
