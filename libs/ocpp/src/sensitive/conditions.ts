import type { Json, JsonObject } from '@wattledger/kernel';
import { isJsonObject } from '@wattledger/kernel';
import type { ConditionName, Sensitivity } from './rules.ts';

/** Decides about one value; `undefined` when it may be stored as it is. `owners` are the objects around it, nearest last. */
export type Condition = (value: Json, owners: readonly JsonObject[], sensitivity: Sensitivity) => Sensitivity | undefined;

/** Settings and variables that hold secrets: `AuthorizationKey`, `BasicAuthPassword` ... and what vendors call theirs. */
const SECRET_NAME =
  /passw|pwd$|passphrase|secret|authori[sz]ationkey|(?:auth|private|api|access|vpn)_?key|psk$|(?:^|_)pin$|pincode$/i;
const PIN_IN_CAMEL_CASE = /[a-z]P(?:in|IN)$/;

/** Variables that name a person or a vehicle: `TokenReader.Token`, `ConnectedEV.VehicleId` ... */
const PERSONAL_NAME = /^(?:token|idtoken|vehicleid|evccid|emaid|vin|pcid)$/i;

function sensitivityOfName(name: Json | undefined): Sensitivity | undefined {
  if (typeof name !== 'string') return undefined;
  if (SECRET_NAME.test(name) || PIN_IN_CAMEL_CASE.test(name)) return 'secret';
  return PERSONAL_NAME.test(name) ? 'personal' : undefined;
}

const PASSWORD_IN_URL = /^[^/?#]*:\/\/[^/?#]*@/;

export const conditions: Readonly<Record<ConditionName, Condition>> = {
  tokenType: (_value, owners, sensitivity) => {
    const type = owners.at(-1)?.['type'];
    return typeof type === 'string' && type.toLowerCase() === 'keycode' ? 'secret' : sensitivity;
  },
  settingName: (_value, owners) => sensitivityOfName(owners.at(-1)?.['key']),
  variableName: (_value, owners) => {
    const variable = owners.findLast((owner) => owner['variable'] !== undefined)?.['variable'];
    return isJsonObject(variable) ? sensitivityOfName(variable['name']) : undefined;
  },
  passwordInUrl: (value, _owners, sensitivity) =>
    typeof value === 'string' && PASSWORD_IN_URL.test(value) ? sensitivity : undefined,
};
