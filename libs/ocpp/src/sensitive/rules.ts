/** Personal values are sealed before they are stored, secret ones never stored. */
export type Sensitivity = 'personal' | 'secret';

/** A look at what stands around a field, where its name alone does not tell. See `conditions.ts`. */
export type ConditionName = 'tokenType' | 'settingName' | 'variableName' | 'passwordInUrl';

export interface InclusionRule {
  /** The end of a path: `idToken.idToken` matches any `idToken` within an `idToken`. Lists are written `idTokens[]`. */
  readonly field: string;
  /** Only in these actions; in all when absent. */
  readonly actions?: readonly string[];
  readonly part?: 'request' | 'response';
  /** What the field is, unless a condition decides. */
  readonly sensitivity: Sensitivity;
  readonly condition?: ConditionName;
  readonly reason: string;
}

export interface ExclusionRule {
  readonly field: string;
  readonly actions?: readonly string[];
  readonly reason: string;
}

/** Fields that are sensitive, reviewed by hand against the schemas of all three versions. */
export const inclusions: readonly InclusionRule[] = [
  { field: 'idTag', sensitivity: 'personal', reason: 'the number of a driver’s card' },
  { field: 'parentIdTag', sensitivity: 'personal', reason: 'the group a driver belongs to' },
  {
    field: 'idToken.idToken',
    sensitivity: 'personal',
    condition: 'tokenType',
    reason: 'card number, eMAID, MAC address of a vehicle; a PIN when its type is KeyCode',
  },
  {
    field: 'groupIdToken.idToken',
    sensitivity: 'personal',
    condition: 'tokenType',
    reason: 'the group a driver belongs to',
  },
  { field: 'additionalIdToken', sensitivity: 'personal', reason: 'a second identifier of the driver' },
  { field: 'idTokens[]', sensitivity: 'personal', reason: 'the drivers a tariff is for' },
  { field: 'prioritizedEMAIDs[]', sensitivity: 'personal', reason: 'contracts of a driver' },
  { field: 'customerIdentifier', sensitivity: 'personal', reason: 'names a customer' },
  {
    field: 'data',
    actions: ['NotifyCustomerInformation'],
    sensitivity: 'personal',
    reason: 'all a station knows about a customer',
  },
  { field: 'customerCertificate.serialNumber', sensitivity: 'personal', reason: 'names a customer’s contract certificate' },
  { field: 'certificate', actions: ['Authorize'], sensitivity: 'personal', reason: 'the contract certificate bears the eMAID' },
  {
    field: 'iso15118CertificateHashData[].serialNumber',
    sensitivity: 'personal',
    reason: 'names a driver’s contract certificate',
  },
  { field: 'exiRequest', sensitivity: 'personal', reason: 'holds the vehicle’s certificate or the contract’s' },
  { field: 'exiResponse', sensitivity: 'secret', reason: 'holds the private key of a contract, if enciphered' },
  { field: 'personalMessage.content', sensitivity: 'personal', reason: 'written to one driver' },
  { field: 'updatedPersonalMessage.content', sensitivity: 'personal', reason: 'written to one driver' },
  { field: 'updatedPersonalMessageExtra[].content', sensitivity: 'personal', reason: 'written to one driver' },
  { field: 'vatNumber', sensitivity: 'personal', reason: 'names a tax payer, often one person' },
  ...['name', 'address1', 'address2', 'city', 'postalCode'].flatMap((field): InclusionRule[] => [
    { field: `company.${field}`, sensitivity: 'personal', reason: 'name and address of who is invoiced' },
    { field: `vatCompany.${field}`, sensitivity: 'personal', reason: 'name and address of who is invoiced' },
  ]),
  { field: 'pspRef', sensitivity: 'personal', reason: 'leads to a payment card' },
  { field: 'receiptId', sensitivity: 'personal', reason: 'leads to a receipt with a name on it' },
  { field: 'receiptUrl', sensitivity: 'personal', reason: 'leads to a receipt with a name on it' },
  { field: 'evInverterSerialNumber', sensitivity: 'personal', reason: 'names a vehicle' },
  {
    field: 'data',
    actions: ['DataTransfer'],
    sensitivity: 'personal',
    reason: 'a vendor’s own words, in which anybody may be named; ISO 15118 over OCPP 1.6 hides tokens and certificates in here',
  },
  {
    field: 'value',
    actions: ['ChangeConfiguration'],
    sensitivity: 'secret',
    condition: 'settingName',
    reason: 'AuthorizationKey and whatever vendors call their passwords',
  },
  {
    field: 'configurationKey[].value',
    sensitivity: 'secret',
    condition: 'settingName',
    reason: 'a station may read its passwords out',
  },
  {
    field: 'attributeValue',
    sensitivity: 'secret',
    condition: 'variableName',
    reason: 'BasicAuthPassword and the like; ids of vehicles',
  },
  { field: 'variableAttribute[].value', sensitivity: 'secret', condition: 'variableName', reason: 'as above, in reports' },
  { field: 'actualValue', sensitivity: 'secret', condition: 'variableName', reason: 'as above, in events' },
  { field: 'basicAuthPassword', sensitivity: 'secret', reason: 'the station’s password' },
  { field: 'apn.apnPassword', sensitivity: 'secret', reason: 'password of the mobile network' },
  { field: 'apn.simPin', sensitivity: 'secret', reason: 'PIN of a SIM card' },
  { field: 'vpn.password', sensitivity: 'secret', reason: 'password of a VPN' },
  { field: 'vpn.key', sensitivity: 'secret', reason: 'shared secret of a VPN' },
  ...['location', 'location[]', 'remoteLocation', 'ocppCsmsUrl'].map((field): InclusionRule => ({
    field,
    sensitivity: 'secret',
    condition: 'passwordInUrl',
    reason: 'FTP addresses bear user and password',
  })),
];

/** Names that look sensitive. A field of such a name must be under one of the two lists; a spec sees to it. */
export const LOOKS_SENSITIVE =
  /token|tag$|password|user|key|secret|pin$|customer|identi|address|^vat|emaid|content$|serial|certificate|^exi|name$/i;

/** Fields whose names look sensitive, and why they are not. */
export const exclusions: readonly ExclusionRule[] = [
  { field: 'key', actions: ['ChangeConfiguration', 'GetConfiguration'], reason: 'the name of a setting' },
  { field: 'key[]', reason: 'names of settings' },
  { field: 'unknownKey[]', reason: 'names of settings' },
  { field: 'chargePointSerialNumber', reason: 'names a charge point' },
  { field: 'chargeBoxSerialNumber', reason: 'names a charge point' },
  { field: 'meterSerialNumber', reason: 'names a meter' },
  { field: 'chargingStation.serialNumber', reason: 'names a charge point' },
  { field: 'chargingStation.vendorName', reason: 'names a maker' },
  { field: 'batteryData[].serialNumber', reason: 'names a battery of the platform’s own, and audits are about it' },
  { field: 'certificate', actions: ['InstallCertificate'], reason: 'a public root certificate' },
  { field: 'maximumContractCertificateChains', reason: 'a number' },
  { field: 'certificateChain', reason: 'the public certificate of a station' },
  { field: 'firmware.signingCertificate', reason: 'the public certificate of a maker' },
  { field: 'issuerKeyHash', reason: 'a hash that names the issuer of a certificate' },
  { field: 'issuerNameHash', reason: 'a hash that names the issuer of a certificate' },
  { field: 'certificateHashData.serialNumber', reason: 'names a root certificate' },
  { field: 'certificateHashData[].serialNumber', reason: 'names a root certificate' },
  { field: 'childCertificateHashData[].serialNumber', reason: 'names an intermediate certificate' },
  { field: 'hashRootCertificate.serialNumber', reason: 'names a root certificate' },
  { field: 'ocspRequestData.serialNumber', reason: 'names a certificate whose owner is not told' },
  { field: 'certificateStatusRequests[].urls[]', reason: 'addresses of a certificate authority' },
  { field: 'component.name', reason: 'a name of the device model' },
  { field: 'variable.name', reason: 'a name of the device model' },
  { field: 'display.name', reason: 'a name of the device model' },
  { field: 'fileName', reason: 'a file with diagnostics' },
  { field: 'filename', reason: 'a file with diagnostics' },
  { field: 'message.content', reason: 'shown to whoever stands before the station' },
  { field: 'messageExtra[].content', reason: 'shown to whoever stands before the station' },
  { field: 'description[].content', reason: 'describes a tariff' },
  { field: 'signedMeterValue.publicKey', reason: 'public, and needed to verify the reading' },
  { field: 'apn.apnUserName', reason: 'an account of the machine' },
  { field: 'vpn.user', reason: 'an account of the machine' },
  { field: 'connectionData.identity', reason: 'the name of a station' },
  { field: 'additionalSelectedServices[].serviceName', reason: 'a service that has a price' },
  { field: 'taxRules[].taxRuleName', reason: 'a kind of tax' },
];

/** True when a path such as `reportData[].variable.name` ends with the field of a rule. */
export const endsWithField = (path: string, field: string): boolean => path === field || path.endsWith(`.${field}`);
