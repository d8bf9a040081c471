/** The voter cannot be asked now, and it is known when asking: nobody waits for its budget. */
export class VoterAway extends Error {}
