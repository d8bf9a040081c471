import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { placesWith } from '../support/places-with.ts';
import { basic } from '../support/raw-station.ts';
import type { IncomingCall, RawStation } from '../support/raw-station.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();
const OLD = 'the password before this one';

interface Version {
  readonly protocol: string;
  readonly passwordIn: (call: IncomingCall) => unknown;
  readonly answer: (said: string) => JsonObject;
}

const v2 = (protocol: string): Version => ({
  protocol,
  passwordIn: ({ action, payload }) => {
    expect(action).toBe('SetVariables');
    expect(payload).toMatchObject({
      setVariableData: [{ component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } }],
    });
    return (payload['setVariableData'] as JsonObject[])[0]?.['attributeValue'];
  },
  answer: (said) => ({
    setVariableResult: [{ attributeStatus: said, component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } }],
  }),
});

const versions: readonly Version[] = [
  {
    protocol: 'ocpp1.6',
    passwordIn: ({ action, payload }) => {
      expect({ action, key: payload['key'] }).toEqual({ action: 'ChangeConfiguration', key: 'AuthorizationKey' });
      return payload['value'];
    },
    answer: (status) => ({ status }),
  },
  v2('ocpp2.0.1'),
  v2('ocpp2.1'),
];

const rotate = async (stationId: string): Promise<string> => {
  const asked = `mutation ($stationId: ID!) { rotateStationCredentials(stationId: $stationId, reason: "it is old") {
    ... on StationCredentialsRotating { commandId } ... on UserError { code } } }`;
  const { rotateStationCredentials } = await platform.graphql<{ rotateStationCredentials: { commandId: string } }>(asked, {
    stationId,
  });
  return rotateStationCredentials.commandId;
};

const rotationsOf = async (stationId: string): Promise<readonly { accepted: boolean }[]> => {
  const query = 'query ($stationId: ID!) { stationSecurity(stationId: $stationId) { rotations { accepted } } }';
  const { stationSecurity } = await platform.graphql<{ stationSecurity: { rotations: { accepted: boolean }[] } }>(query, {
    stationId,
  });
  return stationSecurity.rotations;
};

describe.each(versions)('a new password for a station of $protocol', ({ protocol, passwordIn, answer }) => {
  async function stationThatIsTold(stationId: string): Promise<{ station: RawStation; call: IncomingCall; password: string }> {
    await platform.credentials.setPassword(stationId, OLD, 'operator:ana');
    const station = await platform.connect(stationId, protocol, basic(stationId, OLD));
    await platform.recorded(stationId, 'StationConnected');
    await rotate(stationId);
    const call = await station.nextCall();
    const password = String(passwordIn(call));
    expect(password).toMatch(/^[0-9a-f]{40}$/);
    return { station, call, password };
  }
  const letsIn = (stationId: string, password: string | Buffer) =>
    platform.connect(stationId, protocol, basic(stationId, password));
  const refuses = async (stationId: string, password: string) =>
    expect(await platform.refusal(stationId, protocol, basic(stationId, password))).toBe(401);

  it('takes the place of the old one when the station has connected with it, and is in no file', async () => {
    const stationId = `rotated-${protocol}`;
    const { station, call, password } = await stationThatIsTold(stationId);
    station.answer(call, answer('Accepted'));
    await until('the answer to be heeded', async () => (await rotationsOf(stationId))[0]?.accepted);
    await (await letsIn(stationId, OLD)).close();
    await letsIn(stationId, Buffer.from(password, 'hex'));
    expect(await rotationsOf(stationId)).toEqual([]);
    await refuses(stationId, OLD);
    await (await letsIn(stationId, password)).close();
    expect(await placesWith(platform, password)).toEqual([]);
    expect(platform.logged.filter((line) => line.includes(password))).toEqual([]);
  });

  it('is forgotten when the station would not have it', async () => {
    const stationId = `unwilling-${protocol}`;
    const { station, call, password } = await stationThatIsTold(stationId);
    station.answer(call, answer('Rejected'));
    await until('the answer to be heeded', async () => (await rotationsOf(stationId)).length === 0);
    await refuses(stationId, password);
    await letsIn(stationId, OLD);
  });

  it('is good when the station took it and its answer was lost, as is the old one until then', async () => {
    const stationId = `lost-${protocol}`;
    const { station, password } = await stationThatIsTold(stationId);
    station.cut();
    await platform.recorded(stationId, 'CallUnanswered');
    await (await letsIn(stationId, OLD)).close();
    await platform.restart();
    await (await letsIn(stationId, password)).close();
    await refuses(stationId, OLD);
  });
});

it('a station that nobody has heard of is told nothing', async () => {
  expect(await platform.graphql('mutation { rotateStationCredentials(stationId: "never-heard-of") { __typename } }')).toEqual({
    rotateStationCredentials: { __typename: 'StationNotFound' },
  });
});
