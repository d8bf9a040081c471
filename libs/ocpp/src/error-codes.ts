import type { OcppVersion } from './message.ts';

// Spelled as the documents spell them: OCPP-J 1.6 section 4.2.3 writes `FormationViolation` and `OccurenceConstraintViolation`.
const shared = [
  'NotImplemented',
  'NotSupported',
  'InternalError',
  'ProtocolError',
  'SecurityError',
  'PropertyConstraintViolation',
  'TypeConstraintViolation',
  'GenericError',
] as const;

// OCPP 2.0.1 part 4, section 4.3 "RPC framework error codes"; 2.1 keeps them.
const since2 = [
  ...shared,
  'FormatViolation',
  'OccurrenceConstraintViolation',
  'MessageTypeNotSupported',
  'RpcFrameworkError',
] as const;

/** The error codes a CALLERROR (and in 2.1 a CALLRESULTERROR) may carry, by version. */
export const errorCodesOf = {
  '1.6': [...shared, 'FormationViolation', 'OccurenceConstraintViolation'],
  '2.0.1': since2,
  '2.1': since2,
} as const satisfies Record<OcppVersion, readonly string[]>;

export type ErrorCode<Version extends OcppVersion = OcppVersion> = (typeof errorCodesOf)[Version][number];

/** What can be wrong with a message, in words that do not depend on the version. */
export type Violation =
  /** Not JSON, or not an RPC frame. */
  | 'framework'
  /** An RPC frame whose parts do not fit together. */
  | 'protocol'
  /** A message type number this version does not have. */
  | 'messageType'
  /** A payload that is no object, or has fields the action does not know. */
  | 'format'
  /** A field is missing, or there are too few or too many of them. */
  | 'occurrence'
  /** A field has the wrong JSON type. */
  | 'type'
  /** A field of the right type holds a value it must not. */
  | 'property';

const codesOf2: Readonly<Record<Violation, ErrorCode>> = {
  framework: 'RpcFrameworkError',
  protocol: 'RpcFrameworkError',
  messageType: 'MessageTypeNotSupported',
  format: 'FormatViolation',
  occurrence: 'OccurrenceConstraintViolation',
  type: 'TypeConstraintViolation',
  property: 'PropertyConstraintViolation',
};

const codes: Readonly<Record<OcppVersion, Readonly<Record<Violation, ErrorCode>>>> = {
  '1.6': {
    framework: 'FormationViolation',
    protocol: 'ProtocolError',
    messageType: 'ProtocolError',
    format: 'FormationViolation',
    occurrence: 'OccurenceConstraintViolation',
    type: 'TypeConstraintViolation',
    property: 'PropertyConstraintViolation',
  },
  '2.0.1': codesOf2,
  '2.1': codesOf2,
};

/** The error code that a version has for a violation. */
export const errorCodeFor = (version: OcppVersion, violation: Violation): ErrorCode => codes[version][violation];
