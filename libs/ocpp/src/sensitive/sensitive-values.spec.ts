import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import fc from 'fast-check';
import { listActions } from '../actions.ts';
import { ocppVersions } from '../message.ts';
import { schemaOf } from '../schemas.ts';
import { stationCalls, stationConfirms, weAnswer, weCall } from '../testing/index.ts';
import { sensitiveFields } from './fields.generated.ts';
import { deriveSensitiveFields, leafPaths } from './print-fields.ts';
import { endsWithField, exclusions, inclusions, LOOKS_SENSITIVE } from './rules.ts';
import { sensitiveValues } from './sensitive-values.ts';

/** `path kind` of each, for short. */
const found = (message: Parameters<typeof sensitiveValues>[0]) =>
  sensitiveValues(message).map(({ path, kind }) => `${path.join('.')} ${kind}`);

describe('the table of sensitive fields', () => {
  it('is what the schemas and the rules give', () => {
    expect(sensitiveFields).toEqual(deriveSensitiveFields());
  });

  const everyPath = ocppVersions.flatMap((version) =>
    listActions(version).flatMap((action) =>
      (['request', 'response'] as const).flatMap((part) => {
        const schema = schemaOf(version, action, part);
        return schema ? leafPaths(schema).map((path) => ({ action, part, path })) : [];
      }),
    ),
  );
  const meets = (rule: { field: string; actions?: readonly string[] }, { action, path }: { action: string; path: string }) =>
    endsWithField(path, rule.field) && (rule.actions?.includes(action) ?? true);

  it('leaves no field undecided whose name looks sensitive', () => {
    const undecided = everyPath.filter(
      (leaf) =>
        LOOKS_SENSITIVE.test(leaf.path.split('.').at(-1)?.replace('[]', '') ?? '') &&
        ![...inclusions, ...exclusions].some((rule) => meets(rule, leaf)),
    );
    expect([...new Set(undecided.map(({ action, path }) => `${action} ${path}`))]).toEqual([]);
  });

  it('has no rule without a field, and none that both includes and excludes', () => {
    expect([...inclusions, ...exclusions].filter((rule) => !everyPath.some((leaf) => meets(rule, leaf)))).toEqual([]);
    const torn = everyPath.filter(
      (leaf) => inclusions.some((rule) => meets(rule, leaf)) && exclusions.some((rule) => meets(rule, leaf)),
    );
    expect(torn).toEqual([]);
  });
});

describe('personal data', () => {
  it('is the tag of a driver, and of the driver’s group', () => {
    expect(found(stationCalls('1.6', 'Authorize', { idTag: 'TAG' }))).toEqual(['idTag personal']);
    expect(found(weAnswer('1.6', 'Authorize', { idTagInfo: { status: 'Accepted', parentIdTag: 'GROUP' } }))).toEqual([
      'idTagInfo.parentIdTag personal',
    ]);
    expect(
      found(
        weCall('1.6', 'SendLocalList', {
          localAuthorizationList: [{ idTag: 'A' }, { idTag: 'B', idTagInfo: { parentIdTag: 'G' } }],
        }),
      ),
    ).toEqual([
      'localAuthorizationList.0.idTag personal',
      'localAuthorizationList.1.idTag personal',
      'localAuthorizationList.1.idTagInfo.parentIdTag personal',
    ]);
  });

  it('is every part of a 2.x token', () => {
    const idToken = { idToken: 'TAG', type: 'ISO14443', additionalInfo: [{ additionalIdToken: 'MORE', type: 'phone' }] };
    expect(found(stationCalls('2.0.1', 'TransactionEvent', { idToken }))).toEqual([
      'idToken.additionalInfo.0.additionalIdToken personal',
      'idToken.idToken personal',
    ]);
  });

  it('is a message to one driver, a contract, and who gets the invoice', () => {
    expect(
      found(weAnswer('2.1', 'Authorize', { idTokenInfo: { personalMessage: { content: 'Hello Ana', format: 'UTF8' } } })),
    ).toEqual(['idTokenInfo.personalMessage.content personal']);
    expect(found(stationCalls('2.1', 'Get15118EVCertificate', { prioritizedEMAIDs: ['DE1', 'DE2'] }))).toEqual([
      'prioritizedEMAIDs.0 personal',
      'prioritizedEMAIDs.1 personal',
    ]);
    expect(
      found(weAnswer('2.1', 'VatNumberValidation', { vatNumber: 'DE123', company: { name: 'Ana', country: 'DE' } })),
    ).toEqual(['company.name personal', 'vatNumber personal']);
  });

  it('is found where a payload deviates: as a number, out of its list, in an object', () => {
    expect(found(stationCalls('1.6', 'Authorize', { idTag: 12345 }))).toEqual(['idTag personal']);
    expect(found(weCall('1.6', 'SendLocalList', { localAuthorizationList: { idTag: 'A' } }))).toEqual([
      'localAuthorizationList.idTag personal',
    ]);
    expect(found(stationCalls('1.6', 'Authorize', { idTag: { number: 'A', more: ['B'] } }))).toEqual([
      'idTag.number personal',
      'idTag.more.0 personal',
    ]);
  });

  it('may be anywhere in what vendors say to each other, in either direction and version', () => {
    const pnc = { vendorId: 'org.openchargealliance.iso15118pnc', data: '{"idToken":{"idToken":"DE1","type":"eMAID"}}' };
    const acme = { vendorId: 'com.acme', messageId: 'driver', data: 'name=Ana' };
    for (const version of ocppVersions) {
      for (const payload of [pnc, acme]) {
        for (const call of [stationCalls, weCall])
          expect(found(call(version, 'DataTransfer', payload))).toEqual(['data personal']);
      }
      for (const answer of [stationConfirms, weAnswer]) {
        expect(found(answer(version, 'DataTransfer', { status: 'Accepted', data: 'name=Ana' }))).toEqual(['data personal']);
      }
    }
    const nested = { vendorId: 'com.acme', data: { driver: { name: 'Ana' }, visits: [3] } };
    expect(found(stationCalls('2.0.1', 'DataTransfer', nested))).toEqual(['data.driver.name personal', 'data.visits.0 personal']);
  });
});

describe('secrets', () => {
  it('are PINs', () => {
    expect(found(stationCalls('2.0.1', 'Authorize', { idToken: { idToken: '1234', type: 'KeyCode' } }))).toEqual([
      'idToken.idToken secret',
    ]);
  });

  it('are passwords among the settings of 1.6', () => {
    expect(found(weCall('1.6', 'ChangeConfiguration', { key: 'AuthorizationKey', value: 'hunter2' }))).toEqual(['value secret']);
    expect(found(weCall('1.6', 'ChangeConfiguration', { key: 'AuthorizeRemoteTxRequests', value: 'true' }))).toEqual([]);
    const configurationKey: Json = [
      { key: 'HeartbeatInterval', value: '300' },
      { key: 'AuthorizationKey', value: 'hunter2' },
      { key: 'VendorWifiPassword', value: 'x' },
      { key: 'SimPin', value: '0000' },
    ];
    expect(found(stationConfirms('1.6', 'GetConfiguration', { configurationKey }))).toEqual([
      'configurationKey.1.value secret',
      'configurationKey.2.value secret',
      'configurationKey.3.value secret',
    ]);
  });

  it('are passwords among the variables of 2.x', () => {
    const password = { component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } };
    const harmless = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } };
    const vehicle = { component: { name: 'ConnectedEV' }, variable: { name: 'VehicleId' } };
    expect(
      found(
        weCall('2.0.1', 'SetVariables', {
          setVariableData: [
            { ...harmless, attributeValue: '300' },
            { ...password, attributeValue: 'hunter2' },
          ],
        }),
      ),
    ).toEqual(['setVariableData.1.attributeValue secret']);
    expect(
      found(
        stationCalls('2.1', 'NotifyReport', {
          reportData: [
            { ...harmless, variableAttribute: [{ value: '1' }] },
            { ...password, variableAttribute: [{ value: 'hunter2' }] },
          ],
        }),
      ),
    ).toEqual(['reportData.1.variableAttribute.0.value secret']);
    expect(found(stationCalls('2.1', 'NotifyEvent', { eventData: [{ ...vehicle, actualValue: '0A1B2C3D4E5F' }] }))).toEqual([
      'eventData.0.actualValue personal',
    ]);
  });

  it('are what opens a network', () => {
    const connectionData = {
      ocppCsmsUrl: 'wss://csms.example/ocpp',
      apn: { apn: 'net', apnUserName: 'u', apnPassword: 'p', simPin: 1234 },
      vpn: { server: 's', user: 'u', password: 'p', key: 'k' },
      basicAuthPassword: 'hunter2',
    };
    expect(found(weCall('2.1', 'SetNetworkProfile', { configurationSlot: 1, connectionData })).sort()).toEqual([
      'connectionData.apn.apnPassword secret',
      'connectionData.apn.simPin secret',
      'connectionData.basicAuthPassword secret',
      'connectionData.vpn.key secret',
      'connectionData.vpn.password secret',
    ]);
  });

  it('are addresses with a password in them', () => {
    expect(found(weCall('1.6', 'GetDiagnostics', { location: 'ftp://user:hunter2@files.example/logs' }))).toEqual([
      'location secret',
    ]);
    expect(found(weCall('1.6', 'GetDiagnostics', { location: 'https://files.example/logs?mail=a@b' }))).toEqual([]);
  });
});

describe('a message without sensitive fields', () => {
  it('shares one empty list', () => {
    const none = sensitiveValues(stationCalls('1.6', 'Heartbeat', {}));
    expect(none).toEqual([]);
    expect(sensitiveValues(stationCalls('2.1', 'MeterValues', { evseId: 1, meterValue: [] }))).toBe(none);
    expect(sensitiveValues(stationCalls('1.6', 'Authorize', { idTag: '' }))).toBe(none);
    expect(sensitiveValues(stationCalls('1.6', 'Unheard', { idTag: 'A' }))).toBe(none);
    expect(sensitiveValues({ ...stationCalls('1.6', 'Authorize', { errorCode: 'x' }), kind: 'error' })).toBe(none);
  });
});

describe('any payload', () => {
  it('is searched without an exception, and every path found leads to a value', () => {
    const names = ['idTag', 'idToken', 'type', 'localAuthorizationList', 'idTokenInfo', 'data', 'vendorId', '__proto__'];
    const payloads = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Json>('x', '', 1, null, true, 'KeyCode'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 4 }),
      ),
    })).tree;
    const actions = fc.constantFrom('Authorize', 'SendLocalList', 'TransactionEvent', 'DataTransfer', 'StartTransaction');
    fc.assert(
      fc.property(fc.constantFrom(...ocppVersions), actions, fc.boolean(), payloads, (version, action, isCall, payload) => {
        const values = sensitiveValues({ version, action, kind: isCall ? 'call' : 'result', payload: payload as JsonObject });
        for (const { path } of values) {
          const value = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], payload);
          expect(['string', 'number', 'boolean', 'bigint']).toContain(typeof value);
        }
      }),
    );
  });
});
