export { describeEventLogContract } from './event-log-contract.ts';
export type { OpenedEventLog } from './event-log-contract.ts';
