import * as commands from '../graphql/commands.ts';
import type { CommandResult } from '../graphql/commands.ts';
import type { Document } from '../graphql/document.ts';
import { placeName, placesToCharge } from '../format/places.ts';
import type { ConnectorDetails, StationDetails } from '../graphql/stations.ts';

/** What somebody filled in, by the name of the field. */
export type Filled = Readonly<Record<string, string>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What can be chosen; without it the field is text. */
  readonly choices?: readonly (readonly [value: string, name: string])[];
  /** What is chosen at first; the first of the choices when absent. */
  readonly first?: string;
}

/** The text of a mutation with its variables. */
export interface Request {
  readonly document: Document<{ result: CommandResult }, never>;
  readonly variables: object;
}

/** How one command is asked for. */
export interface CommandForm {
  readonly title: string;
  /** What it does, for somebody who is about to press the button. */
  readonly meaning: string;
  /** It takes something away from a driver. */
  readonly disturbing?: boolean;
  readonly fields: (station: StationDetails) => readonly Field[];
  readonly request: (filled: Filled, station: StationDetails) => Request;
  /** Why it makes no sense now. */
  readonly pointless?: (station: StationDetails) => string | undefined;
}

const request = <Variables extends object>(
  document: Document<{ result: CommandResult }, Variables & { idempotencyKey: string }>,
  variables: Variables,
): Request => ({ document, variables });

const placeOf = ({ evseId, connectorId }: ConnectorDetails): string => `${evseId}/${connectorId}`;
/** @param everything what choosing no connector is called, where that is possible. */
const connectorField = (station: StationDetails, everything?: string): Field => {
  return {
    name: 'place',
    label: 'Connector',
    choices: [
      ...(everything === undefined ? [] : [['', everything] as const]),
      ...placesToCharge(station.connectors).map((one) => [placeOf(one), placeName(one, station.ocppVersion)] as const),
    ],
  };
};

/** Suggests the connector where a car is charging. */
function atSession(station: StationDetails, field: Field): Field {
  const busy = sessionsHere(station)[0];
  return busy ? { ...field, first: placeOf(busy) } : field;
}

function chosenPlace({ place = '' }: Filled): { evseId?: number; connectorId?: number } {
  const [evseId, connectorId] = place.split('/').map(Number);
  return evseId !== undefined && connectorId !== undefined ? { evseId, connectorId } : {};
}

/** What OCPP 1.6 calls a key is a variable of a component in 2.x. */
const variableFields = ({ ocppVersion }: StationDetails): readonly Field[] =>
  ocppVersion === '1.6'
    ? [{ name: 'variable', label: 'Key', hint: 'Such as HeartbeatInterval' }]
    : [
        { name: 'component', label: 'Component', hint: 'Such as OCPPCommCtrlr' },
        { name: 'variable', label: 'Variable', hint: 'Such as HeartbeatInterval' },
      ];
const chosenVariable = ({ component = '', variable = '' }: Filled) => ({ ...(component && { component }), variable });

const sessionsHere = ({ connectors }: StationDetails): readonly ConnectorDetails[] =>
  connectors.filter(({ currentSession }) => currentSession !== null);

export const commandForms: readonly CommandForm[] = [
  {
    title: 'Request battery status',
    meaning: 'Asks for the battery and meter readings of now. They appear below as soon as the station has sent them.',
    fields: (station) => [atSession(station, connectorField(station, 'The whole station'))],
    request: (filled, { id: stationId }) => request(commands.requestBatteryStatus, { stationId, ...chosenPlace(filled) }),
  },
  {
    title: 'Start session',
    meaning: 'Starts charging for the holder of a token, as if it had been shown at the station.',
    fields: (station) => [
      connectorField(station, 'The station chooses'),
      { name: 'token', label: 'Token', hint: 'Such as the number on an RFID card' },
    ],
    request: (filled, { id: stationId }) =>
      request(commands.startSession, { stationId, token: filled['token'] ?? '', ...chosenPlace(filled) }),
  },
  {
    title: 'Stop session',
    meaning: 'Ends a session that goes on. The driver can unplug.',
    disturbing: true,
    pointless: (station) => (sessionsHere(station).length === 0 ? 'No session goes on here.' : undefined),
    fields: (station) => [
      {
        name: 'sessionId',
        label: 'Session',
        choices: sessionsHere(station).map(
          (connector) => [connector.currentSession?.id ?? '', placeName(connector, station.ocppVersion)] as const,
        ),
      },
    ],
    request: ({ sessionId = '' }) => request(commands.stopSession, { sessionId }),
  },
  {
    title: 'Unlock connector',
    meaning: 'Lets go of a cable that is stuck.',
    fields: (station) => [atSession(station, connectorField(station))],
    request: (filled, { id: stationId }) =>
      request(commands.unlockConnector, { stationId, evseId: 1, connectorId: 1, ...chosenPlace(filled) }),
  },
  {
    title: 'Change availability',
    meaning: 'Takes a connector, or the whole station, out of service or back. A running session is finished first.',
    disturbing: true,
    fields: (station) => [
      connectorField(station, 'The whole station'),
      {
        name: 'operative',
        label: 'From now on',
        choices: [
          ['yes', 'in service'],
          ['no', 'out of service'],
        ],
      },
    ],
    request: (filled, { id: stationId }) =>
      request(commands.changeAvailability, { stationId, operative: filled['operative'] === 'yes', ...chosenPlace(filled) }),
  },
  {
    title: 'Reset',
    meaning: 'Starts the station anew.',
    disturbing: true,
    fields: () => [
      {
        name: 'when',
        label: 'When',
        choices: [
          ['idle', 'gently: sessions are stopped in order (1.6), or finished first (2.x)'],
          ['now', 'at once, whatever goes on'],
        ],
      },
    ],
    request: ({ when }, { id: stationId }) => request(commands.resetStation, { stationId, immediate: when === 'now' }),
  },
  {
    title: 'Get variable',
    meaning: 'Asks what a configuration variable is set to.',
    fields: variableFields,
    request: (filled, { id: stationId }) => request(commands.getVariables, { stationId, variables: [chosenVariable(filled)] }),
  },
  {
    title: 'Set variable',
    meaning: 'Changes a configuration variable of the station.',
    disturbing: true,
    fields: (station) => [...variableFields(station), { name: 'value', label: 'Value' }],
    request: (filled, { id: stationId }) =>
      request(commands.setVariable, { stationId, variable: chosenVariable(filled), value: filled['value'] ?? '' }),
  },
];
