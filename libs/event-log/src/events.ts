/** Events without the stores that keep them: for threads that only look at events, and are to start soon and stay small. */
export { RecordedEvent } from './event.ts';
export { BEFORE_FIRST } from './event-log.ts';
export { eventVersions } from './versions/upcasters.ts';
