import { parentPort, workerData } from 'node:worker_threads';
import type { Position } from '../event-log.ts';
import { openIndexForWriting, openLogForWriting } from './files.ts';
import { StreamIndex } from './stream-index.ts';

/** What the log asks of its writer's thread. Requests are answered in the order in which they came. */
export type WriterRequest =
  | { readonly ask: 'commit'; readonly position: Position; readonly events: number; readonly lines: string }
  | { readonly ask: 'revision'; readonly stream: string }
  | { readonly ask: 'index' }
  | { readonly ask: 'close' };

export type WriterAnswer =
  | { readonly answer: 'ready'; readonly next: Position }
  | { readonly answer: 'done'; readonly revision?: number }
  | { readonly answer: 'failed'; readonly reason: string; readonly next: Position };

const INDEX_STEP = 16;

const port = parentPort;
if (!port) throw new Error('The commit writer runs as a worker thread.');
const { folder } = workerData as { folder: string };

const log = openLogForWriting(folder);
const indexDatabase = openIndexForWriting(folder);
const index = new StreamIndex(indexDatabase, log);

const insertCommit = log.prepare<[Position, number, string]>('INSERT INTO commits VALUES (?, ?, ?)');
const nextPosition = log
  .prepare<[], Position>(
    'SELECT coalesce(max(position + events), 0) FROM (SELECT position, events FROM commits ORDER BY position DESC LIMIT 1)',
  )
  .pluck();

const next = () => nextPosition.get() ?? 0;
const say = (answer: WriterAnswer) => port.postMessage(answer);

let indexing: NodeJS.Timeout | undefined;

/** A little later and a little at a time, so that a commit never waits long for the index. */
function indexSoon(): void {
  indexing ??= setTimeout(() => {
    indexing = undefined;
    if (!index.catchUp(INDEX_STEP)) indexSoon();
  }, 5);
}

function indexNow(): void {
  while (!index.catchUp(INDEX_STEP));
}

port.on('message', (request: WriterRequest) => {
  try {
    switch (request.ask) {
      case 'commit':
        insertCommit.run(request.position, request.events, request.lines);
        say({ answer: 'done' });
        indexSoon();
        break;
      case 'revision':
        indexNow();
        say({ answer: 'done', revision: index.revisionOf(request.stream) });
        break;
      case 'index':
        indexNow();
        say({ answer: 'done' });
        break;
      case 'close':
        clearTimeout(indexing);
        indexNow();
        indexDatabase.close();
        log.close();
        say({ answer: 'done' });
        port.close();
    }
  } catch (error) {
    say({ answer: 'failed', reason: String(error), next: next() });
  }
});

indexNow();
say({ answer: 'ready', next: next() });
