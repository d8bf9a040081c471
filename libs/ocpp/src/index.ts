export * from './actions.ts';
export { errorCodesOf, errorCodeFor } from './error-codes.ts';
export type { ErrorCode, Violation } from './error-codes.ts';
export { frameProblems, ocppErrors } from './errors.ts';
export type { FrameProblem } from './errors.ts';
export * from './facts.ts';
export { readFrame } from './frame.ts';
export type {
  CallFrame,
  ErrorFrame,
  Frame,
  ReadableFrame,
  ResultFrame,
  SendFrame,
  UnreadableFrame,
} from './frame.ts';
export { messageEventType, ocppVersions } from './message.ts';
export type { MessageDirection, MessageKind, OcppMessage, OcppVersion } from './message.ts';
export { schemaOf } from './schemas.ts';
export type { Schema } from './schemas.ts';
export type { Part, Payload, Request, Response } from './types.ts';
export { validate } from './validate.ts';
export type { Understood, Unintelligible, Valid, Validation, ValidationOptions } from './validate.ts';
export { writeCall, writeError, writeResult, writeResultError, writeSend } from './write-frame.ts';
export type { ErrorToWrite, PayloadToWrite } from './write-frame.ts';
