export { authorize } from './authorize.ts';
export { bootNotification } from './boot-notification.ts';
export { dataTransfer } from './data-transfer.ts';
export { heartbeat } from './heartbeat.ts';
export { reports16 } from './reports.ts';
export { signCertificate } from './sign-certificate.ts';
export { startTransaction } from './start-transaction.ts';
export { stopTransaction } from './stop-transaction.ts';
