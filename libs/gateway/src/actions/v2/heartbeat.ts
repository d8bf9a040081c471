import { action2 } from '../action.ts';
import { ocppTime } from '../common.ts';

/** A station shows that it lives and asks for the time (OCPP 2.0.1, part 2, use case G02). */
export const heartbeat = action2('Heartbeat', (_request, { now }) => ({ reply: { currentTime: ocppTime(now) } }));
