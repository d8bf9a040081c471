export { Access, ADMIN_KEY_ID } from './access.ts';
export type { ApiCaller, StationCheck } from './access.ts';
export { accessErrors } from './errors.ts';
export { newSecret, SecretHasher } from './secrets.ts';
export { StreamDirectory } from './directory.ts';
export type { DirectoryParts } from './directory.ts';
export { StationProfiles } from './stations/station-profiles.ts';
export type { StationPlace } from './stations/station-profiles.ts';
export { StreamWallets } from './wallets.ts';
