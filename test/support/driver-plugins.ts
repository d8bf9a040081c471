import { appAuthorization } from '@wattledger/app-authorization';
import { emaidAuthorization } from '@wattledger/emaid-authorization';
import { passwordAuthorization } from '@wattledger/password-authorization';
import type { BuiltIn } from '@wattledger/plugin-host';
import { rfidAuthorization } from '@wattledger/rfid-authorization';

/** Every kind of driver, each plugin as it is without any configuration: who is not known may not charge. */
export const driverPlugins: readonly BuiltIn[] = [
  { plugin: rfidAuthorization, config: {} },
  { plugin: appAuthorization, config: {} },
  { plugin: passwordAuthorization, config: {} },
  { plugin: emaidAuthorization, config: {} },
];
