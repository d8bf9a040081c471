import { setTimeout as sleep } from 'node:timers/promises';
import { Metadata, status } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';

/** An error as gRPC sends it: a status, and the exception's name in the trailers. */
export function refusal(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): StatusObject {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

/** What an append is in for. */
export type Fate = 'as it should' | 'dropped before it is written' | 'dropped after it is written' | 'refused as wrong revision';

/** How the server is disposed towards its clients just now. */
export class Moods {
  unavailable = false;
  delayMs = 0;
  searchMs = 0;
  /** Calls that were refused so far. */
  refused = 0;
  /** Told when an append with an event of this type is written; it is never answered. */
  readonly unanswered = new Map<string, () => void>();
  readonly left = { dropBefore: 0, dropAfter: 0, wrongRevision: 0, notLeader: 0 };

  /** Each fate is used up by the appends that meet it. */
  fateOfAppend(): Fate {
    if (this.takeOne('dropBefore')) return 'dropped before it is written';
    if (this.takeOne('dropAfter')) return 'dropped after it is written';
    if (this.takeOne('wrongRevision')) return 'refused as wrong revision';
    return 'as it should';
  }

  /** Whether an append that is written now is not to be answered. */
  leavesUnanswered(types: readonly string[]): boolean {
    const type = types.find((each) => this.unanswered.has(each));
    if (type === undefined) return false;
    this.unanswered.get(type)?.();
    return this.unanswered.delete(type);
  }

  /** The error that every call meets now, if any. `leader` is who an append is sent to instead. */
  refusalOfCall(): StatusObject | undefined {
    if (!this.unavailable) return undefined;
    this.refused += 1;
    return refusal(status.UNAVAILABLE, 'Server Is Not Ready');
  }

  refusalOfAppend(leader: { host: string; port: number }): StatusObject | undefined {
    if (this.unavailable) return this.refusalOfCall();
    if (!this.takeOne('notLeader')) return undefined;
    return refusal(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': leader.host,
      'leader-endpoint-port': String(leader.port),
    });
  }

  async delay(): Promise<void> {
    if (this.delayMs > 0) await sleep(this.delayMs, undefined, { ref: false });
  }

  /** Before a search has found anything. */
  async search(): Promise<void> {
    if (this.searchMs > 0) await sleep(this.searchMs, undefined, { ref: false });
  }

  private takeOne(kind: keyof Moods['left']): boolean {
    if (this.left[kind] === 0) return false;
    this.left[kind] -= 1;
    return true;
  }
}
