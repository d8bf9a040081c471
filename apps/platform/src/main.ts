import { Fault } from '@wattledger/kernel';
import { pino } from 'pino';
import { platformFault } from './errors.ts';
import { startPlatform } from './platform.ts';
import type { Platform } from './platform.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

const EXIT_CODE = { ok: 0, couldNotStart: 1 } as const;

try {
  requireNode(24);
  const settings = readSettings(process.env);
  const log = pino({ level: settings.logLevel });
  const platform = await startPlatform(settings, log);
  process.stdout.write(greeting(settings, platform));
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping: answering what was taken, then closing');
    platform.close().then(
      () => process.exit(EXIT_CODE.ok),
      (error: unknown) => {
        log.error({ error: String(error) }, 'the platform did not stop cleanly');
        process.exit(EXIT_CODE.couldNotStart);
      },
    );
  };
  if (settings.stationSecurity.server) process.on('SIGHUP', () => platform.reloadCertificates());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(error instanceof Fault ? `${error.message}\n${error.remedy} [${error.code}]\n` : `${String(error)}\n`);
  process.exit(EXIT_CODE.couldNotStart);
}

/** On an older Node the SQLite addon ends the process without a word. */
function requireNode(major: number): void {
  if (Number(process.versions.node.split('.')[0]) >= major) return;
  throw platformFault('node-too-old', `The platform needs Node.js ${major} or newer, this is ${process.version}.`);
}

/** What a person who has just started the platform wants to know. */
function greeting(settings: Settings, { httpPort, ocppPort, ocppTlsPort, newAdminKey }: Platform): string {
  const { gateway, host, roles } = settings;
  const http = `http://${host}:${httpPort}`;
  const stations = gateway.allowUnauthenticatedStations
    ? 'stations without credentials are let in'
    : 'stations must have credentials';
  return [
    `Wattledger is ready (${[...roles].join(', ')}).`,
    '',
    ...(ocppPort === undefined ? [] : [`  stations   ws://${host}:${ocppPort}/ocpp/<stationId>   (${stations})`]),
    ...(ocppTlsPort === undefined ? [] : [`  over TLS   wss://${host}:${ocppTlsPort}/ocpp/<stationId>`]),
    ...(roles.has('console') ? [`  console    ${http}/`] : []),
    ...(roles.has('api') ? [`  GraphQL    ${http}/graphql`] : []),
    `  health     ${http}/health/ready`,
    `  metrics    ${http}/metrics`,
    ...(newAdminKey === undefined ? [] : ['', `  admin key  ${newAdminKey}`, '             Keep it: it is shown this once.']),
    '',
    '',
  ].join('\n');
}
