import * as commands from '../graphql/commands.ts';
import type { CommandTaken } from '../graphql/commands.ts';
import { placeName, placesToCharge } from '../format/places.ts';
import type { ConnectorDetails, StationDetails } from '../graphql/stations.ts';
import { ask, jsonIn } from './form.ts';
import type { Field, Filled, Form } from './form.ts';

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

/** What a station can be asked to do. */
export const commandForms = (station: StationDetails): readonly Form<CommandTaken>[] => {
  const { id: stationId } = station;
  return [
    {
      title: 'Request battery status',
      meaning: 'Asks for the battery and meter readings of now. They appear below as soon as the station has sent them.',
      fields: [atSession(station, connectorField(station, 'The whole station'))],
      request: (filled, idempotencyKey) =>
        ask(commands.requestBatteryStatus, { stationId, ...chosenPlace(filled), idempotencyKey }),
    },
    {
      title: 'Start session',
      meaning: 'Starts charging for the holder of a token, as if it had been shown at the station.',
      fields: [
        connectorField(station, 'The station chooses'),
        { name: 'token', label: 'Token', hint: 'Such as the number on an RFID card' },
      ],
      request: (filled, idempotencyKey) =>
        ask(commands.startSession, { stationId, token: filled['token'] ?? '', ...chosenPlace(filled), idempotencyKey }),
    },
    {
      title: 'Stop session',
      meaning: 'Ends a session that goes on. The driver can unplug.',
      disturbing: true,
      pointless: sessionsHere(station).length === 0 ? 'No session goes on here.' : undefined,
      fields: [
        {
          name: 'sessionId',
          label: 'Session',
          choices: sessionsHere(station).map(
            (connector) => [connector.currentSession?.id ?? '', placeName(connector, station.ocppVersion)] as const,
          ),
        },
      ],
      request: ({ sessionId = '' }, idempotencyKey) => ask(commands.stopSession, { sessionId, idempotencyKey }),
    },
    {
      title: 'Unlock connector',
      meaning: 'Lets go of a cable that is stuck.',
      fields: [atSession(station, connectorField(station))],
      request: (filled, idempotencyKey) =>
        ask(commands.unlockConnector, { stationId, evseId: 1, connectorId: 1, ...chosenPlace(filled), idempotencyKey }),
    },
    {
      title: 'Change availability',
      meaning: 'Takes a connector, or the whole station, out of service or back. A running session is finished first.',
      disturbing: true,
      fields: [
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
      request: (filled, idempotencyKey) =>
        ask(commands.changeAvailability, {
          stationId,
          operative: filled['operative'] === 'yes',
          ...chosenPlace(filled),
          idempotencyKey,
        }),
    },
    {
      title: 'Reset',
      meaning: 'Starts the station anew.',
      disturbing: true,
      fields: [
        {
          name: 'when',
          label: 'When',
          choices: [
            ['idle', 'gently: sessions are stopped in order (1.6), or finished first (2.x)'],
            ['now', 'at once, whatever goes on'],
          ],
        },
      ],
      request: ({ when }, idempotencyKey) => ask(commands.resetStation, { stationId, immediate: when === 'now', idempotencyKey }),
    },
    {
      title: 'Get variable',
      meaning: 'Asks what a configuration variable is set to.',
      fields: variableFields(station),
      request: (filled, idempotencyKey) =>
        ask(commands.getVariables, { stationId, variables: [chosenVariable(filled)], idempotencyKey }),
    },
    {
      title: 'Set variable',
      meaning: 'Changes a configuration variable of the station.',
      disturbing: true,
      fields: [...variableFields(station), { name: 'value', label: 'Value' }],
      request: (filled, idempotencyKey) =>
        ask(commands.setVariable, {
          stationId,
          variable: chosenVariable(filled),
          value: filled['value'] ?? '',
          idempotencyKey,
        }),
    },
    {
      title: 'Clear cache',
      meaning: 'Has the station forget which tokens it has seen accepted, so that it asks for each again.',
      disturbing: true,
      fields: [],
      request: (_filled, idempotencyKey) => ask(commands.clearCache, { stationId, idempotencyKey }),
    },
    {
      title: 'Send any message',
      meaning: 'Sends a call of the station’s OCPP version as it stands, once it matches the official schema.',
      disturbing: true,
      fields: [
        { name: 'action', label: 'Action', hint: 'Such as TriggerMessage', codes: ['command-not-in-version'] },
        {
          name: 'payload',
          label: 'Payload',
          kind: 'json',
          first: '{}',
          hint: 'JSON, as the official schema of the action wants it',
          codes: ['payload-invalid'],
        },
        {
          name: 'waitForStation',
          label: 'Where the station is offline',
          choices: [
            ['no', 'refuse it'],
            ['yes', 'wait for it, 5 minutes at the most'],
          ],
        },
      ],
      request: ({ action = '', payload, waitForStation }, idempotencyKey) =>
        ask(commands.sendCommand, {
          stationId,
          action,
          payload: jsonIn(payload),
          waitForStation: waitForStation === 'yes',
          idempotencyKey,
        }),
    },
  ];
};
