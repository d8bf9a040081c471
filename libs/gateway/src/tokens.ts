/** What NestJS injects by: interfaces have no value at run time. */
export const STATION_SERVICES = Symbol('StationServices');
