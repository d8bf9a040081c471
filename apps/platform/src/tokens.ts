/** What NestJS injects by: interfaces have no value at run time. */
export const READINESS = Symbol('Readiness');
