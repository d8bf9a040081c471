import { Command, InvalidArgumentError, Option } from 'commander';
import { Failed } from '../failed.ts';
import { askGraphql, listGraphql } from '../graphql-client.ts';
import { positive, urlOption, wholeNumber } from '../options.ts';

interface Where {
  readonly url: string;
  readonly apiKey?: string;
}

interface Scope extends Where {
  readonly station?: string;
  readonly site?: string;
  readonly group?: string;
  readonly all?: boolean;
  readonly evse?: number;
  readonly reason?: string;
  readonly batch?: number;
  readonly refusals?: number;
}

const asked = (command: Command): Command =>
  command
    .addOption(urlOption())
    .addOption(new Option('--api-key <key>', 'API key of an operator or admin').env('WATTLEDGER_API_KEY'));

const share = (text: string): number => {
  const percent = Number(text);
  if (!(percent >= 0 && percent <= 100)) throw new InvalidArgumentError('It must be a number from 0 to 100.');
  return percent / 100;
};

const scoped = (command: Command): Command =>
  asked(command)
    .option('--station <id>', 'one station')
    .option('--site <id>', 'the stations of a site')
    .option('--group <name>', 'the stations of a group')
    .option('--all', 'every station')
    .option('--evse <id>', 'one EVSE (OCPP 1.6: connector) of each station only', wholeNumber)
    .option('--reason <text>', 'why, for whoever reads the history')
    .option('--batch <count>', 'stations in a batch of the roll-out', wholeNumber)
    .option('--refusals <percent>', 'the roll-out stops when more of the stations reached refuse', share);

/** `wattledger set …` */
export const setCommand = (): Command =>
  new Command('set')
    .description('Set a price, a charging time or a maximum current for a station, a site, a group or all.')
    .addCommand(
      scoped(new Command('price').description('What drivers are shown and charged: a tariff.'))
        .argument('<tariffId>', 'the tariff')
        .requiredOption('--tariff-version <number>', 'its version', wholeNumber)
        .action((tariffId: string, options: Scope & { tariffVersion: number }) =>
          set(options, { price: { tariffId, tariffVersion: options.tariffVersion } }),
        ),
    )
    .addCommand(
      scoped(new Command('charging-time').description('A session is over after so many minutes.'))
        .argument('<minutes>', 'from 1 to 10080', wholeNumber)
        .action((chargingTimeMinutes: number, options: Scope) => set(options, { chargingTimeMinutes })),
    )
    .addCommand(
      scoped(
        new Command('maximum-current').description(
          'No more is drawn by a station, all its connectors together; with --evse by a session there.',
        ),
      )
        .argument('<amperes>', 'on each phase', positive)
        .option('--phases <count>', 'phases the connectors are wired with', wholeNumber, 3)
        .option('--voltage <volts>', 'between a phase and neutral', positive, 230)
        .action((amperes: number, options: Scope & { phases: number; voltage: number }) =>
          set(options, { maximumCurrent: { amperes, phases: options.phases, voltageV: options.voltage } }),
        ),
    );

/** `wattledger settings --station X` */
export const settingsCommand = (): Command =>
  asked(new Command('settings').description('Show what a station is to be set to, and how far that has come.'))
    .requiredOption('--station <id>', 'the station')
    .option('--json', 'print it as JSON')
    .action(show);

const DOCUMENT = `mutation ($scope: SettingScopeInput!, $setting: SettingInput!, $evseId: Int, $reason: String, $batchSize: Int, $share: Float) {
  setStationSetting(scope: $scope, setting: $setting, evseId: $evseId, reason: $reason, batchSize: $batchSize, maximumRefusedShare: $share) {
    __typename ... on SettingTaken { rolloutId stations repeated } ... on UserError { message remedy code } } }`;

async function set(options: Scope, setting: object): Promise<void> {
  const { evse, reason, batch, refusals } = options;
  const variables = { scope: scopeOf(options), setting, evseId: evse, reason, batchSize: batch, share: refusals };
  const { setStationSetting } = await askGraphql(options.url, keyOf(options), DOCUMENT, variables);
  if (setStationSetting?.['repeated'] === true) return console.log('That is what it is set to already.');
  const rolloutId = setStationSetting?.['rolloutId'];
  const stations = Number(setStationSetting?.['stations']);
  console.log(`Wanted for ${stations} ${stations === 1 ? 'station' : 'stations'}; told now, or when they are back.`);
  if (typeof rolloutId === 'string') console.log(`roll-out ${rolloutId}`);
}

function scopeOf({ station, site, group, all }: Scope): { kind: string; id?: string } {
  const named = [
    ...(station === undefined ? [] : [{ kind: 'STATION', id: station }]),
    ...(site === undefined ? [] : [{ kind: 'SITE', id: site }]),
    ...(group === undefined ? [] : [{ kind: 'GROUP', id: group }]),
    ...(all ? [{ kind: 'ALL' }] : []),
  ];
  const [scope] = named;
  if (!scope || named.length > 1) throw new Failed('Name exactly one of --station, --site, --group and --all.');
  return scope;
}

function keyOf({ apiKey }: Where): string {
  if (apiKey === undefined)
    throw new Failed('Give an API key with --api-key or WATTLEDGER_API_KEY; `wattledger api-key create` makes one.');
  return apiKey;
}

interface Shown {
  readonly name: string;
  readonly evseId: number | null;
  readonly status: string;
  readonly scopeKind: string;
  readonly scopeId: string | null;
  readonly enforcedByPlatform: boolean;
  readonly drifted: boolean;
  readonly reported: string | null;
  readonly refusedWhy: string | null;
  readonly value: {
    readonly price: { readonly tariffId: string; readonly tariffVersion: number } | null;
    readonly chargingTimeMinutes: number | null;
    readonly maximumCurrent: { readonly amperes: number; readonly phases: number; readonly voltageV: number } | null;
  };
}

const QUERY = `query ($stationId: ID!) { stationSettings(stationId: $stationId) {
  name evseId status scopeKind scopeId enforcedByPlatform drifted reported refusedWhy
  value { price { tariffId tariffVersion } chargingTimeMinutes maximumCurrent { amperes phases voltageV } } } }`;

async function show(options: Where & { station: string; json?: boolean }): Promise<void> {
  const found = await listGraphql<Shown>(options.url, keyOf(options), QUERY, { stationId: options.station });
  if (options.json) return console.log(JSON.stringify(found));
  if (found.length === 0) return console.log(`Nothing is set for ${options.station}.`);
  for (const setting of found) console.log(lineOf(setting));
}

function lineOf({
  name,
  evseId,
  status,
  scopeKind,
  scopeId,
  enforcedByPlatform,
  drifted,
  reported,
  refusedWhy,
  value,
}: Shown): string {
  const where = scopeId === null ? scopeKind : `${scopeKind} ${scopeId}`;
  return [
    `${name.toLowerCase().replaceAll('_', '-')}${evseId === null ? '' : ` of EVSE ${evseId}`}`.padEnd(24),
    status.toLowerCase().padEnd(10),
    textOf(value),
    `(${where.toLowerCase()})`,
    ...(enforcedByPlatform ? ['by the platform'] : []),
    ...(drifted ? [`shows ${String(reported)}`] : []),
    ...(refusedWhy === null || status !== 'REFUSED' ? [] : [refusedWhy]),
  ].join(' ');
}

/** `night v2`, `90 min`, `16 A on 3 phases of 230 V`. */
function textOf({ price, chargingTimeMinutes, maximumCurrent }: Shown['value']): string {
  if (price) return `${price.tariffId} v${price.tariffVersion}`;
  if (!maximumCurrent) return `${chargingTimeMinutes} min`;
  const { amperes, phases, voltageV } = maximumCurrent;
  return `${amperes} A on ${phases === 1 ? '1 phase' : `${phases} phases`} of ${voltageV} V`;
}
