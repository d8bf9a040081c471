export { authorize } from './authorize.ts';
export { bootNotification } from './boot-notification.ts';
export { certificates2 } from './certificates.ts';
export { dataTransfer } from './data-transfer.ts';
export { heartbeat } from './heartbeat.ts';
export { reports2 } from './reports.ts';
export { requests2 } from './requests.ts';
export { transactionEvent } from './transaction-event.ts';
