import { EventVersions } from './event-versions.ts';
import type { Upcasters } from './event-versions.ts';

/**
 * Every change that the form of a stored event has gone through. None so far.
 *
 * To change a form: change its type in `charging`, add the step from the old form to the new one here, and print the new
 * fixture; `docs/upgrading.md` tells how, and `test/specs/evolution.spec.ts` tells when it was forgotten.
 */
export const upcasters: Upcasters = {};

/** The forms of events as this version of the platform writes and reads them. */
export const eventVersions = new EventVersions(upcasters);
