import { Inject, Injectable } from '@nestjs/common';
import { commandStream, platformData } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import { commandsTable } from '@wattledger/read-models';
import type { CommandRow } from '@wattledger/read-models';
import { EVENT_LOG, ROWS } from '../collaborators.ts';
import type { Rows } from '../rows/rows.ts';

/**
 * Commands by their id, from the moment they are recorded: whoever has asked for one can see it at once, though its row
 * is made a little later.
 */
@Injectable()
export class CommandRows {
  private readonly rows: Rows;
  private readonly log: EventLog;

  constructor(@Inject(ROWS) rows: Rows, @Inject(EVENT_LOG) log: EventLog) {
    this.rows = rows;
    this.log = log;
  }

  async byId(commandId: string): Promise<CommandRow | undefined> {
    return (await this.rows.withKey(commandsTable, [commandId])) ?? this.fromLog(commandId);
  }

  private async fromLog(commandId: string): Promise<CommandRow | undefined> {
    for await (const stored of this.log.readStream(commandStream(commandId), { limit: 1 })) {
      const event = new RecordedEvent(stored);
      const { command, ...requested } = platformData('CommandRequested', event.data as JsonObject);
      return {
        ...requested,
        command,
        name: command.name,
        status: 'requested',
        requestedAt: event.metadata.recordedAt,
        requestedPosition: event.position,
        updatedPosition: event.position,
      };
    }
    return undefined;
  }
}
