export { describeRowStoreContract } from './row-store-contract.ts';
export type { PlaceForRows } from './row-store-contract.ts';
