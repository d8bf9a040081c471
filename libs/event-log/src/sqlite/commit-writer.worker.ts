import { parentPort, workerData } from 'node:worker_threads';
import type { Position, StreamCut } from '../event-log.ts';
import { openIndexForWriting, openLogForWriting } from './files.ts';
import { StreamIndex } from './stream-index.ts';
import { Truncation } from './truncate.ts';

/** What the log asks of its writer's thread. Requests are answered in the order in which they came. */
export type WriterRequest =
  | { readonly ask: 'commit'; readonly position: Position; readonly events: number; readonly lines: string }
  | { readonly ask: 'revision'; readonly stream: string }
  | { readonly ask: 'index' }
  | { readonly ask: 'truncate'; readonly cuts: readonly StreamCut[] }
  | { readonly ask: 'close' };

export type WriterAnswer =
  | { readonly answer: 'ready'; readonly next: Position }
  | { readonly answer: 'done'; readonly revision?: number }
  | { readonly answer: 'failed'; readonly reason: string; readonly next: Position };

/** So many commits are indexed in one transaction. */
const INDEX_STEP = 64;
/** A transaction costs by the pages it touches, one or more per stream: the fewer there are, the less does the index cost. */
const INDEX_AFTER_MS = 100;
const NEXT_STEP_AFTER_MS = 5;
/** The index could not be written, as on a full disk. It is behind then, and nothing is lost. */
const AGAIN_AFTER_MS = 1_000;

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

type CommitRequest = Extract<WriterRequest, { ask: 'commit' }>;

let commits: CommitRequest[] = [];
let indexing: NodeJS.Timeout | undefined;

/** What has piled up during the last commit becomes the next one: one row and one durable write for all of it. */
function commitAll(): void {
  const together = commits;
  commits = [];
  if (together.length === 0) return;
  let answer: WriterAnswer = { answer: 'done' };
  try {
    insertTogether(together);
  } catch (error) {
    answer = { answer: 'failed', reason: String(error), next: next() };
  }
  for (let answers = 0; answers < together.length; answers += 1) say(answer);
  indexSoon(INDEX_AFTER_MS);
}

/** Groups that stand on one that failed have no place in the log any more. */
function insertTogether(together: readonly CommitRequest[]): void {
  const first = next();
  let end = first;
  for (const { position, events } of together) {
    if (position !== end) throw new Error('a commit before this one failed');
    end += events;
  }
  insertCommit.run(first, end - first, together.map(({ lines }) => lines).join('\n'));
}

/** A little later and a little at a time, so that a commit never waits long for the index. */
function indexSoon(afterMs: number): void {
  indexing ??= setTimeout(() => {
    indexing = undefined;
    try {
      if (!index.catchUp(INDEX_STEP)) indexSoon(NEXT_STEP_AFTER_MS);
    } catch {
      indexSoon(AGAIN_AFTER_MS);
    }
  }, afterMs);
}

function indexNow(): void {
  while (!index.catchUp(INDEX_STEP));
}

/** Commits come in between; the answer of this one is given where its turn is, which is why it keeps the others waiting for theirs. */
function truncateNow(cuts: readonly StreamCut[]): void {
  const truncation = new Truncation(log, indexDatabase, cuts);
  while (!truncation.step());
}

function answer(request: Exclude<WriterRequest, { ask: 'commit' | 'close' }>): WriterAnswer {
  indexNow();
  if (request.ask === 'truncate') truncateNow(request.cuts);
  if (request.ask === 'revision') return { answer: 'done', revision: index.revisionOf(request.stream) };
  return { answer: 'done' };
}

function closeFiles(): void {
  clearTimeout(indexing);
  try {
    indexNow();
  } catch {
    // It is brought up to date at the next start.
  }
  indexDatabase.close();
  log.close();
}

port.on('message', (request: WriterRequest) => {
  if (request.ask === 'commit') {
    commits.push(request);
    if (commits.length === 1) setImmediate(commitAll);
    return;
  }
  commitAll();
  if (request.ask === 'close') {
    closeFiles();
    say({ answer: 'done' });
    port.close();
    return;
  }
  try {
    say(answer(request));
  } catch (error) {
    say({ answer: 'failed', reason: String(error), next: next() });
  }
});

indexNow();
say({ answer: 'ready', next: next() });
