import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a text is no OCPP-J frame. */
export const frameProblems = {
  'frame-empty': {
    meaning: 'The text frame is empty',
    remedy: 'Nothing has to be done: some stations send empty frames to keep their connection open.',
  },
  'frame-not-json': {
    meaning: 'The text is not JSON',
    remedy: 'Look at the recorded text: it was cut off on its way, or the station does not speak OCPP-J.',
  },
  'frame-not-an-array': {
    meaning: 'The text is JSON, but not an array',
    remedy: 'Check that the station speaks OCPP-J: a frame is an array such as [2,"19223201","Heartbeat",{}].',
  },
  'frame-too-deep': {
    meaning: 'The frame nests deeper than 64 levels',
    remedy: 'No OCPP message nests that deep; check what is sending.',
  },
  'frame-type-unreadable': {
    meaning: 'The message type, first element of a frame, is not a number',
    remedy: 'Check that the station speaks OCPP-J: 2 is a CALL, 3 a CALLRESULT, 4 a CALLERROR.',
  },
  'frame-type-unknown': {
    meaning: 'This OCPP version has no such message type',
    remedy: 'Check the version negotiated with the station: types 5 and 6 exist since OCPP 2.1.',
  },
  'frame-id-unreadable': {
    meaning: 'The message id, second element of a frame, is missing or neither text nor number',
    remedy: 'The station has to give each call an id of at most 36 characters.',
  },
  'frame-action-unreadable': {
    meaning: 'The action, third element of a call, is missing or not a text',
    remedy: 'Check that the station speaks OCPP-J: a frame is an array such as [2,"19223201","Heartbeat",{}].',
  },
  'frame-payload-not-an-object': {
    meaning: 'The payload is not an object',
    remedy: 'The payload of every OCPP message is a JSON object, {} when it has no fields.',
  },
} as const satisfies ErrorCatalogue;

export type FrameProblem = keyof typeof frameProblems;

/** What this room refuses (as values) or fails with (as faults). */
export const ocppErrors = {
  ...frameProblems,
  'ocpp-schemas-unreadable': {
    meaning: 'The official OCPP schemas cannot be read',
    remedy: 'Install the dependencies again: the schemas come with the package ocpp-rpc.',
  },
} as const satisfies ErrorCatalogue;

export const fault = faultsOf(ocppErrors);
