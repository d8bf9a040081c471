import { appAuthorization } from '@wattledger/app-authorization';
import { emaidAuthorization } from '@wattledger/emaid-authorization';
import { passwordAuthorization } from '@wattledger/password-authorization';
import type { ListedPlugin } from '@wattledger/platform';
import { inlineVoter } from '@wattledger/plugin-host';
import { rfidAuthorization } from '@wattledger/rfid-authorization';

const log = () => undefined;

/** Every kind of driver, each plugin as it is without any configuration. */
export const driverPlugins: readonly ListedPlugin[] = [
  inlineVoter(rfidAuthorization, { config: rfidAuthorization.config.parse({}), log }),
  inlineVoter(appAuthorization, { config: appAuthorization.config.parse({}), log }),
  inlineVoter(passwordAuthorization, { config: passwordAuthorization.config.parse({}), log }),
  inlineVoter(emaidAuthorization, { config: emaidAuthorization.config.parse({}), log }),
];
