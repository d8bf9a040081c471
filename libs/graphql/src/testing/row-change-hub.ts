import type { TableChange } from '@wattledger/projections';
import type { RowChanges } from '../collaborators.ts';

/** Hands what a projector tells on to whoever listens. */
export class RowChangeHub implements RowChanges {
  private readonly listeners = new Set<(changes: readonly TableChange[]) => void>();

  onChange(listener: (changes: readonly TableChange[]) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  tell(changes: readonly TableChange[]): void {
    for (const listener of this.listeners) listener(changes);
  }

  get listening(): number {
    return this.listeners.size;
  }
}
