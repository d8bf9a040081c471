/** The command did its work, and the outcome is bad: exit code 1, and this sentence. */
export class Failed extends Error {}
