import type { JsonObject } from '@wattledger/kernel';
import { Fields, Malformed } from './fields.ts';
import type { Answer } from './rpc-peer.ts';
import type { VirtualStation } from './virtual-station.ts';

/** What a station says to a call of the platform (OCPP-J: `NotSupported` is a known action, `NotImplemented` is not). */
export function answerCall(station: VirtualStation, action: string, payload: JsonObject): Answer {
  const { commands, unsupported, errorCodes } = station.dialect;
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
