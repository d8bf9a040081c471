import { accessErrors } from '@wattledger/access';
import { auditErrors } from '@wattledger/audit';
import { driverErrors, eventCatalogue, walletErrors } from '@wattledger/charging';
import { commandErrors, localListErrors, settingErrors } from '@wattledger/commands';
import { eventLogErrors, eventStoreErrors } from '@wattledger/event-log';
import type { ErrorCatalogue } from '@wattledger/kernel';
import {
  listActions,
  directionOf,
  isSendAction,
  messageEventType,
  ocppErrors,
  ocppVersions,
} from '@wattledger/ocpp';
import { cliErrors } from '@wattledger/cli';
import { environment, platformErrors } from '@wattledger/platform';
import { pluginErrors, pluginRefusals } from '@wattledger/plugin-host';
import { projectionsErrors } from '@wattledger/projections';
import { readModelsErrors } from '@wattledger/read-models';
import { simulatorErrors } from '@wattledger/station-simulator';

const errorsByRoom: Readonly<Record<string, ErrorCatalogue>> = {
  'starting the platform': platformErrors,
  'command line': cliErrors,
  'OCPP library': ocppErrors,
  'event log': eventLogErrors,
  EventStoreDB: eventStoreErrors,
  'archives and proofs': auditErrors,
  projections: projectionsErrors,
  'read models': readModelsErrors,
  access: accessErrors,
  drivers: driverErrors,
  commands: commandErrors,
  'loading plugins': pluginErrors,
  'changing plugins': pluginRefusals,
  wallets: walletErrors,
  'station settings': settingErrors,
  'local lists': localListErrors,
  'station simulator': simulatorErrors,
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** `docs/errors.md` */
export function printErrors(more: Readonly<Record<string, ErrorCatalogue>>): string {
  const rooms = Object.entries({ ...errorsByRoom, ...more }).map(([room, catalogue]) => {
    const rows = Object.entries(catalogue).map(([code, { meaning, remedy }]) => [`\`${code}\``, meaning, remedy]);
    return `## ${room}\n\n${table(['code', 'what it means', 'what to do'], rows)}\n`;
  });
  return `# Errors\n\nEvery error has one stable code. Printed from the code; do not edit.\n\n${rooms.join('\n')}`;
}

/** The settings table of the README. */
export function printSettings(): string {
  const rows = Object.entries(environment).map(([name, schema]) => {
    const { data } = schema.safeParse(undefined);
    const preset = data === undefined ? '' : `\`${String(data)}\``;
    return [`\`${name}\``, preset, schema.description ?? ''];
  });
  return table(['variable', 'default', 'meaning'], rows);
}

/** `docs/events.md` */
export function printEvents(): string {
  const own = Object.entries(eventCatalogue).map(([type, { stream, meaning }]) => [`\`${type}\``, `\`${stream}\``, meaning]);
  const messages = ocppVersions.map((version) => {
    const rows = listActions(version).map((action) => [action, ...typesOf(version, action)]);
    return `### OCPP ${version}\n\n${table(['action', 'call', 'answers'], rows)}\n`;
  });
  return [
    '# Event catalogue\n\nEvery event the platform records. Printed from the code; do not edit.\n',
    `## The platform's own\n\n${table(['type', 'stream', 'what it says'], own)}\n`,
    '## OCPP messages\n',
    'In `station-<stationId>`, named by the action and what happened to it as the platform sees it. `data` is the payload, personal',
    'fields sealed, secrets removed; of errors `{ errorCode, errorDescription, errorDetails }`.\n',
    ...messages,
  ].join('\n');
}

function typesOf(version: (typeof ocppVersions)[number], action: string): [string, string] {
  const side = directionOf(version, action);
  const calls = side === 'both' ? (['fromStation', 'toStation'] as const) : side ? [side] : [];
  const kind = isSendAction(version, action) ? 'send' : 'call';
  const answers = calls.flatMap((from) => {
    const back = from === 'fromStation' ? 'toStation' : 'fromStation';
    return kind === 'send' ? [] : [messageEventType(action, back, 'result'), messageEventType(action, back, 'error')];
  });
  const code = (types: readonly string[]) => types.map((type) => `\`${type}\``).join(', ');
  return [code(calls.map((from) => messageEventType(action, from, kind))), code(answers)];
}
