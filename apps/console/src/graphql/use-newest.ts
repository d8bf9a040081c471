import { useCallback, useState } from 'react';

export interface Newest<Row> {
  /** Takes what was heard live. */
  readonly note: (rows: readonly Row[]) => void;
  /** The row as it was heard live, unless the given one is newer. */
  readonly newest: (row: Row) => Row;
  /** The rows as they are now, those that were only heard live in front. */
  readonly merged: (rows: readonly Row[]) => readonly Row[];
}

interface Identified {
  readonly id: string;
}

/**
 * Joins what was asked for with what was heard live since.
 *
 * @param versionOf grows with every change of a row, in the order of text. Has to be the same function each time.
 */
export function useNewest<Row extends Identified>(versionOf: (row: Row) => string): Newest<Row> {
  const [heard, setHeard] = useState<ReadonlyMap<string, Row>>(new Map());

  const note = useCallback((rows: readonly Row[]) => {
    if (rows.length > 0) setHeard((before) => new Map([...before, ...rows.map((row) => [row.id, row] as const)]));
  }, []);
  const newest = (row: Row): Row => {
    const live = heard.get(row.id);
    return live && versionOf(live) >= versionOf(row) ? live : row;
  };
  const merged = (rows: readonly Row[]): readonly Row[] => {
    const known = new Set(rows.map(({ id }) => id));
    const added = [...heard.values()].filter(({ id }) => !known.has(id)).reverse();
    return [...added, ...rows.map(newest)];
  };
  return { note, newest, merged };
}
