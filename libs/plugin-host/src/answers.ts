export { briefly, readVote } from '@wattledger/plugin-sdk/host';
