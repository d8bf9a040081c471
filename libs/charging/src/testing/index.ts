export { Wire, WIRE_BEGIN } from './wire.ts';
