import { action2 } from '../action.ts';

/** A vendor's own message (OCPP 2.0.1, part 2, use case P02). It is kept; no vendor is known until a plugin answers for one. */
export const dataTransfer = action2('DataTransfer', () => ({ reply: { status: 'UnknownVendorId' } }));
