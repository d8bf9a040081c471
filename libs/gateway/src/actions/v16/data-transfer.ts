import { action16 } from '../action.ts';

/** A vendor's own message (OCPP 1.6, section 4.3). It is kept; no vendor is known until a plugin answers for one. */
export const dataTransfer = action16('DataTransfer', () => ({ reply: { status: 'UnknownVendorId' } }));
