import { connectionTo, isUnreachable, poolOf } from '@wattledger/event-log';
import { projectionsFault } from '../errors.ts';
import { storable } from '../storable-text.ts';
import { SHOWN } from './sql.ts';

const CONNECTIONS = 10;
/** `undefined_table`, `undefined_column`. PostgreSQL, appendix A. */
const NOT_MADE_YET: ReadonlySet<string> = new Set(['42P01', '42703']);

/** Connections that read rows. */
export interface ReaderPool {
  readonly options: object;
  connect(): Promise<ReaderConnection>;
  end(): Promise<void>;
}

interface Answer<Row> {
  readonly command: 'SELECT';
  readonly rowCount: number;
  readonly rows: Row[];
}

export interface ReaderConnection {
  query<Row>(text: string, values: readonly unknown[]): Promise<Answer<Row>>;
  release(destroy?: boolean): void;
}

/**
 * Reads rows as they are shown, and makes a new connection whenever one was lost.
 *
 * What is asked for is made storable as rows are, so that a text that no row can have finds none.
 *
 * @throws Fault `rows-unreachable`, `rows-outdated` from what it gives, both retryable
 */
export function readerPool(url: string): ReaderPool {
  const connection = connectionTo(url, 'reader');
  const pool = poolOf({ ...connection, options: `${connection.options} -c search_path=${SHOWN}`, max: CONNECTIONS });
  return {
    options: pool.options,
    connect: async () => {
      const client = await asFault(pool.connect());
      return {
        query: async <Row>(text: string, values: readonly unknown[]) => {
          const { rows } = await asFault(client.query(text, values.map(asStored)));
          return { command: 'SELECT', rowCount: rows.length, rows: rows as Row[] };
        },
        release: (destroy) => client.release(destroy),
      };
    },
    end: () => pool.end(),
  };
}

const asStored = (value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);

/** What a reader makes of an error of the driver. */
export async function asFault<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (cause) {
    if (isUnreachable(cause)) throw projectionsFault('rows-unreachable', undefined, { retryable: true, cause });
    const { code } = cause as { code?: string };
    if (NOT_MADE_YET.has(code ?? '')) throw projectionsFault('rows-outdated', undefined, { retryable: true, cause });
    throw cause;
  }
}
