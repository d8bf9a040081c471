import type { ErrorCode } from './error-codes.ts';
import { printJson } from './frame-text.ts';
import type { JsonObject } from '@wattledger/kernel';

/** A payload, or its JSON text when that has been printed already. */
export type PayloadToWrite = object | string;

const textOf = (payload: PayloadToWrite): string => (typeof payload === 'string' ? payload : printJson(payload as JsonObject));

/** The error that answers a call, or in 2.1 a result. */
export interface ErrorToWrite {
  readonly errorCode: ErrorCode;
  /** Cut to the 255 characters that OCPP-J allows. */
  readonly errorDescription?: string;
  readonly errorDetails?: PayloadToWrite;
}

const MAX_DESCRIPTION_LENGTH = 255;

/** RPC type 2. The id is ours: a text of at most 36 characters that this connection has not used. */
export const writeCall = (messageId: string, action: string, payload: PayloadToWrite): string =>
  `[2,${JSON.stringify(messageId)},"${action}",${textOf(payload)}]`;

/** RPC type 6, since 2.1. */
export const writeSend = (messageId: string, action: string, payload: PayloadToWrite): string =>
  `[6,${JSON.stringify(messageId)},"${action}",${textOf(payload)}]`;

/** RPC type 3. `messageIdJson` is that of the call's frame: a numeric id is answered with the number. */
export const writeResult = (messageIdJson: string, payload: PayloadToWrite): string => `[3,${messageIdJson},${textOf(payload)}]`;

/** RPC type 4. */
export const writeError = (messageIdJson: string, error: ErrorToWrite): string => errorFrame(4, messageIdJson, error);

/** RPC type 5, since 2.1: the result we were given could not be read. */
export const writeResultError = (messageIdJson: string, error: ErrorToWrite): string => errorFrame(5, messageIdJson, error);

function errorFrame(type: 4 | 5, messageIdJson: string, error: ErrorToWrite): string {
  const { errorCode, errorDescription = '', errorDetails = {} } = error;
  const description = JSON.stringify(errorDescription.slice(0, MAX_DESCRIPTION_LENGTH));
  return `[${type},${messageIdJson},"${errorCode}",${description},${textOf(errorDetails)}]`;
}
