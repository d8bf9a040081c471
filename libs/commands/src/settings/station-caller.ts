import type { Command } from '@wattledger/charging';
import { commandIdOf } from '../command-desk.ts';
import type { CommandDesk } from '../command-desk.ts';
import type { CommandRecord, StationRecord, StationRecords } from './station-records.ts';
import type { SyncPolicy } from './sync-policy.ts';

export interface CallerServices {
  readonly commandDesk: CommandDesk;
  readonly records: StationRecords;
  readonly policy: SyncPolicy;
  /** Told of every command that the station is waited for. */
  readonly onRequested?: (commandId: string, stationId: string) => void;
}

/** Asks stations in the name of a part of the platform: every command once, however often it is tried. */
export class StationCaller {
  private readonly services: CallerServices;
  private readonly actor: string;
  private readonly reason: string;

  constructor(services: CallerServices, actor: string, reason: string) {
    this.services = services;
    this.actor = actor;
    this.reason = reason;
  }

  async request(
    stationId: string,
    command: Command,
    named: { readonly idempotencyKey: string } | { readonly commandId: string },
  ): Promise<void> {
    const { commandDesk, policy } = this.services;
    await commandDesk.request({
      stationId,
      command,
      requestedBy: this.actor,
      reason: this.reason,
      waitForStation: true,
      expiresInSeconds: policy.callExpiresInSeconds,
      ...named,
    });
  }

  /**
   * What is known of a station with its answer to a question, whatever it answers; one that was not asked under this key is asked now.
   *
   * @returns nothing while it has not answered
   */
  async withAnswer(stationId: string, question: Command, key: string): Promise<StationRecord | undefined> {
    if (!(await this.isAnswered(stationId, question, key))) return undefined;
    // The answer may have come after whoever asks has read the station's record.
    return this.services.records.station(stationId);
  }

  private async isAnswered(stationId: string, question: Command, key: string): Promise<boolean> {
    const commandId = commandIdOf(this.actor, key);
    this.services.onRequested?.(commandId, stationId);
    const asked = await this.services.records.command(commandId);
    if (asked) return isOver(asked);
    await this.request(stationId, question, { idempotencyKey: key });
    return false;
  }
}

const isOver = ({ status }: CommandRecord): boolean => status !== 'requested' && status !== 'sent';
