import type { JsonObject } from '@wattledger/kernel';
import type { CommandedStation, CommandSet } from './command.ts';
import type { SimulatedVersion } from './dialect.ts';
import { Fields, Malformed } from './fields.ts';
import type { Answer } from './rpc-peer.ts';
import { commands16 } from './v16/commands-v16.ts';
import { commands201, commands21 } from './v2/commands-v2.ts';

const commandSets: Readonly<Record<SimulatedVersion, CommandSet>> = {
  '1.6': commands16,
  '2.0.1': commands201,
  '2.1': commands21,
};

/** What a station says to a call of the platform (OCPP-J: `NotSupported` is a known action, `NotImplemented` is not). */
export function answerCall(station: CommandedStation, action: string, payload: JsonObject): Answer {
  const { commands, unsupported, errorCodes } = commandSets[station.dialect.version];
  const command = Object.hasOwn(commands, action) ? commands[action] : undefined;
  if (!command) {
    const errorCode = unsupported.has(action) ? 'NotSupported' : 'NotImplemented';
    return { errorCode, description: `This station does not offer ${action}`.slice(0, 255) };
  }
  try {
    return command(new Fields(payload), station);
  } catch (reason) {
    if (!(reason instanceof Malformed)) throw reason;
    return { errorCode: errorCodes[reason.violation], description: reason.message };
  }
}
