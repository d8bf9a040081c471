import { Command, InvalidArgumentError, Option } from 'commander';
import { askGraphql } from '../graphql-client.ts';
import { urlOption } from '../options.ts';

interface Where {
  readonly url: string;
  readonly apiKey?: string;
  readonly reason?: string;
}

const asked = (command: Command): Command =>
  command
    .argument('<stationId>', 'the identity with which the station connects')
    .addOption(urlOption())
    .addOption(new Option('--api-key <key>', 'API key of an admin').env('WATTLEDGER_API_KEY').makeOptionMandatory());

const profile = (text: string): number => {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError('It must be 0, 1, 2 or 3.');
  return Number(text);
};

const userError = '... on UserError { message remedy code }';
const security =
  'requiredProfile hasPassword passwordSince rotations { accepted graceUntil } certificates { serialNumber subject notAfter taken revokedAt }';

/** `wattledger station …` */
export const stationCommand = (): Command =>
  new Command('station')
    .description('Say what stations of a running platform must prove themselves with.')
    .addCommand(
      asked(new Command('security').description('Show the password’s age, what is on its way, and certificates.')).action(show),
    )
    .addCommand(
      asked(
        new Command('set-password').description(
          'Set the password by hand; one is made, and shown this once, where none is given.',
        ),
      )
        .addOption(new Option('--password <password>', '16 to 64 characters').env('WATTLEDGER_STATION_PASSWORD'))
        .action(setPassword),
    )
    .addCommand(
      asked(new Command('rotate-credentials').description('Send the station a new password that nobody else sees.'))
        .option('--reason <text>', 'why, for whoever reads the history')
        .action(rotate),
    )
    .addCommand(
      asked(new Command('revoke-certificate').description('Make a certificate good for nothing, at once.'))
        .argument('<serialNumber>', 'hexadecimal, as `security` shows it')
        .option('--reason <text>', 'why, for whoever reads the history')
        .action(revoke),
    )
    .addCommand(
      asked(new Command('require-profile').description('Say which OCPP security profile the station must have at least.'))
        .argument('<profile>', '0 to 3', profile)
        .action(requireProfile),
    );

const ask = ({ url, apiKey = '' }: Where, document: string, variables: object) => askGraphql(url, apiKey, document, variables);

async function show(stationId: string, where: Where): Promise<void> {
  const document = `query ($stationId: ID!) { stationSecurity(stationId: $stationId) { ${security} } }`;
  const { stationSecurity } = await ask(where, document, { stationId });
  console.log(JSON.stringify(stationSecurity, undefined, 2));
}

async function setPassword(stationId: string, where: Where & { password?: string }): Promise<void> {
  const document = `mutation ($stationId: ID!, $password: String) { setStationCredentials(stationId: $stationId, password: $password) {
    __typename ... on StationCredentialsSet { password } ${userError} } }`;
  const { setStationCredentials } = await ask(where, document, { stationId, password: where.password });
  if (where.password === undefined) console.log(String(setStationCredentials?.['password']));
  console.log(`The station ${stationId} must connect with this password from now on.`);
}

async function rotate(stationId: string, where: Where): Promise<void> {
  const document = `mutation ($stationId: ID!, $reason: String) { rotateStationCredentials(stationId: $stationId, reason: $reason) {
    __typename ... on StationCredentialsRotating { commandId graceUntil } ${userError} } }`;
  const { rotateStationCredentials } = await ask(where, document, { stationId, reason: where.reason });
  const { commandId, graceUntil } = rotateStationCredentials ?? {};
  console.log(`A new password is on its way to ${stationId} (command ${String(commandId)}).`);
  console.log(`The old one stays good until the station has connected with it, at the latest until ${String(graceUntil)}.`);
}

async function revoke(stationId: string, serialNumber: string, where: Where): Promise<void> {
  const document = `mutation ($stationId: ID!, $serialNumber: String!, $reason: String) {
    revokeStationCertificate(stationId: $stationId, serialNumber: $serialNumber, reason: $reason) { __typename ${userError} } }`;
  await ask(where, document, { stationId, serialNumber, reason: where.reason });
  console.log(`The certificate ${serialNumber} of ${stationId} is good for nothing any more.`);
}

async function requireProfile(stationId: string, least: number, where: Where): Promise<void> {
  const document = `mutation ($stationId: ID!, $profile: Int!) { requireSecurityProfile(stationId: $stationId, profile: $profile) {
    __typename ${userError} } }`;
  await ask(where, document, { stationId, profile: least });
  console.log(`The station ${stationId} must have security profile ${least} at least.`);
}
