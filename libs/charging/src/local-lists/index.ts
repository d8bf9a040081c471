export { desiredList } from './listed-tokens.ts';
export type { ListableToken, ListEntry, ListingStation, LocalListWish, TokenChoice } from './listed-tokens.ts';
export { changesOf, evolveList, localListStatuses, localListStream, unknownList } from './station-list.ts';
export type { ListEvent, LocalListStatus, StationList } from './station-list.ts';
