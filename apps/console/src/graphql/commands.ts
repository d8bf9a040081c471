import type { Json } from './document.ts';
import { mutation, operation } from './document.ts';

export type CommandStatus = 'ACCEPTED' | 'EXPIRED' | 'FAILED' | 'REFUSED' | 'REJECTED' | 'REQUESTED' | 'SENT' | 'UNANSWERED';

export interface CommandReading {
  readonly measurand: string;
  readonly value: number;
  readonly unit: string;
  readonly phase: string | null;
  readonly location: string;
}

/** Something that a station was asked to do, and what became of it. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** OCPP action of the call that was sent. */
  readonly action: string | null;
  readonly stationId: string;
  readonly status: CommandStatus;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly expiresAt: string;
  readonly answeredAt: string | null;
  readonly doneAt: string | null;
  readonly answerStatus: string | null;
  readonly answer: Json;
  readonly arguments: Json;
  readonly errorCode: string | null;
  readonly errorDescription: string | null;
  readonly updatedPosition: string;
  readonly reading: {
    readonly at: string;
    readonly evseId: number;
    readonly connectorId: number;
    readonly readings: readonly CommandReading[];
  } | null;
}

const COMMAND_FIELDS = /* GraphQL */ `
  fragment CommandFields on Command {
    id
    name
    action
    stationId
    status
    requestedAt
    requestedBy
    expiresAt
    answeredAt
    doneAt
    answerStatus
    answer
    arguments
    errorCode
    errorDescription
    updatedPosition
    reading {
      at
      evseId
      connectorId
      readings {
        measurand
        value
        unit
        phase
        location
      }
    }
  }
`;

export const stationCommands = operation<{ commands: { nodes: readonly Command[] } }, { stationId: string }>(/* GraphQL */ `
  query StationCommands($stationId: String!) {
    commands(filter: { stationIds: [$stationId] }, first: 10) {
      nodes {
        ...CommandFields
      }
    }
  }
  ${COMMAND_FIELDS}
`);

export const commandChanged = operation<{ commandChanged: Command }, { stationId: string }>(/* GraphQL */ `
  subscription CommandChanged($stationId: ID!) {
    commandChanged(stationId: $stationId) {
      ...CommandFields
    }
  }
  ${COMMAND_FIELDS}
`);

export interface CommandTaken {
  readonly command: Command;
}

/** The key makes a repetition harmless. */
const commandOperation = <Variables>(name: string, variables: string, field: string) =>
  mutation<CommandTaken, Variables & { idempotencyKey: string }>(
    name,
    `${variables}, $idempotencyKey: String!`,
    field,
    '... on CommandTaken { command { ...CommandFields } }',
    COMMAND_FIELDS,
  );

interface AtStation {
  readonly stationId: string;
}
interface AtEvse extends AtStation {
  readonly evseId?: number;
}
interface AtConnector extends AtEvse {
  readonly connectorId?: number;
}
export interface VariableName {
  readonly component?: string;
  readonly variable: string;
  readonly evseId?: number;
}

export const requestBatteryStatus = commandOperation<AtConnector>(
  'RequestBatteryStatus',
  '$stationId: ID!, $evseId: Int, $connectorId: Int',
  'requestBatteryStatus(stationId: $stationId, evseId: $evseId, connectorId: $connectorId, idempotencyKey: $idempotencyKey)',
);

export const startSession = commandOperation<AtConnector & { token: string }>(
  'StartSession',
  '$stationId: ID!, $evseId: Int, $connectorId: Int, $token: String!',
  'startSession(stationId: $stationId, evseId: $evseId, connectorId: $connectorId, token: $token, idempotencyKey: $idempotencyKey)',
);

export const stopSession = commandOperation<{ sessionId: string }>(
  'StopSession',
  '$sessionId: ID!',
  'stopSession(sessionId: $sessionId, idempotencyKey: $idempotencyKey)',
);

export const resetStation = commandOperation<AtEvse & { immediate: boolean }>(
  'ResetStation',
  '$stationId: ID!, $evseId: Int, $immediate: Boolean!',
  'resetStation(stationId: $stationId, evseId: $evseId, immediate: $immediate, idempotencyKey: $idempotencyKey)',
);

export const unlockConnector = commandOperation<AtStation & { evseId: number; connectorId: number }>(
  'UnlockConnector',
  '$stationId: ID!, $evseId: Int!, $connectorId: Int!',
  'unlockConnector(stationId: $stationId, evseId: $evseId, connectorId: $connectorId, idempotencyKey: $idempotencyKey)',
);

export const changeAvailability = commandOperation<AtConnector & { operative: boolean }>(
  'ChangeAvailability',
  '$stationId: ID!, $evseId: Int, $connectorId: Int, $operative: Boolean!',
  'changeAvailability(stationId: $stationId, evseId: $evseId, connectorId: $connectorId, operative: $operative, idempotencyKey: $idempotencyKey)',
);

export const getVariables = commandOperation<AtStation & { variables: readonly VariableName[] }>(
  'GetVariables',
  '$stationId: ID!, $variables: [VariableNameInput!]!',
  'getVariables(stationId: $stationId, variables: $variables, idempotencyKey: $idempotencyKey)',
);

export const setVariable = commandOperation<AtStation & { variable: VariableName; value: string }>(
  'SetVariable',
  '$stationId: ID!, $variable: VariableNameInput!, $value: String!',
  'setVariable(stationId: $stationId, variable: $variable, value: $value, idempotencyKey: $idempotencyKey)',
);

export const clearCache = commandOperation<AtStation>(
  'ClearCache',
  '$stationId: ID!',
  'clearCache(stationId: $stationId, idempotencyKey: $idempotencyKey)',
);

export const sendCommand = commandOperation<AtStation & { action: string; payload: Json; waitForStation: boolean }>(
  'SendCommand',
  '$stationId: ID!, $action: String!, $payload: JSON!, $waitForStation: Boolean!',
  'sendCommand(stationId: $stationId, action: $action, payload: $payload, waitForStation: $waitForStation, idempotencyKey: $idempotencyKey)',
);
