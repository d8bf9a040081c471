import type { JsonObject } from '@wattledger/kernel';

export const ocppVersions = ['1.6', '2.0.1', '2.1'] as const;
export type OcppVersion = (typeof ocppVersions)[number];

/** Who said it. */
export type MessageDirection = 'fromStation' | 'toStation';

/** The RPC message types of OCPP-J: 2 CALL, 3 CALLRESULT, 4 CALLERROR, and since 2.1: 5 CALLRESULTERROR, 6 SEND. */
export type MessageKind = 'call' | 'result' | 'error' | 'resultError' | 'send';

/** One OCPP message as the log keeps it: what was said, by whom, in which version. */
export interface OcppMessage {
  readonly version: OcppVersion;
  readonly direction: MessageDirection;
  readonly kind: MessageKind;
  /** Results and errors do not carry their action on the wire; it is that of the call they answer. */
  readonly action: string;
  readonly messageId: string;
  /**
   * Of a call, result or send: its payload, personal fields sealed.
   * Of an error: `{ errorCode, errorDescription, errorDetails }`.
   */
  readonly payload: JsonObject;
  /** Where the payload departs from the official schema; empty when it does not. */
  readonly deviations: readonly string[];
}

const suffixOf: Readonly<Record<MessageDirection, Readonly<Record<MessageKind, string>>>> = {
  fromStation: { call: 'Received', send: 'Received', result: 'Confirmed', error: 'Rejected', resultError: 'AnswerFaulted' },
  toStation: { call: 'Sent', send: 'Sent', result: 'Answered', error: 'Refused', resultError: 'ConfirmationFaulted' },
};

/**
 * The name under which a message is recorded: the action and what happened to it, seen from the platform.
 *
 * A station's call is `BootNotificationReceived`, our reply `BootNotificationAnswered` (or `...Refused`, a CALLERROR);
 * our call is `ResetSent`, the station's reply `ResetConfirmed` (or `...Rejected`).
 */
export const messageEventType = (action: string, direction: MessageDirection, kind: MessageKind): string =>
  action + suffixOf[direction][kind];
