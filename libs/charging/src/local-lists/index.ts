export { chosenTokens, desiredList } from './listed-tokens.ts';
export type { ListableToken, ListingStation } from './listed-tokens.ts';
export type { ListEntry, LocalListWish, TokenChoice } from './local-list-events.ts';
export { changesOf, evolveList, localListStatuses, localListStream, unknownList } from './station-list.ts';
export type { ListEvent, LocalListStatus, StationList } from './station-list.ts';
