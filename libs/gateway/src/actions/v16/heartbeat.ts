import { action16 } from '../action.ts';
import { ocppTime } from '../common.ts';

/** A station shows that it lives and asks for the time (OCPP 1.6, section 4.6). */
export const heartbeat = action16('Heartbeat', (_request, { now }) => ({ reply: { currentTime: ocppTime(now) } }));
