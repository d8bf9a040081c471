import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a wish for local lists was not taken, or why a station does not have its list. */
export const localListErrors = {
  'local-list-out-of-bounds': {
    meaning: 'A wish for local lists cannot be meant.',
    remedy: 'Name 1 to 10,000 accounts or tokens where they are chosen one by one, and a limit of 1 to 100,000 entries or none.',
  },
  'local-list-not-desired': {
    meaning: 'No local list is desired there, so it cannot be withdrawn.',
    remedy: 'See `localList` for the scope that the list of a station comes from, and withdraw it there.',
  },
  'local-list-not-supported': {
    meaning: 'The station keeps no local list.',
    remedy: 'Switch its list on (`LocalAuthListEnabled`, in 2.x `LocalAuthListCtrlr/Enabled`) where it has one, and let it boot.',
  },
  'local-list-version-mismatch': {
    meaning: 'The station has another version of its list than it had confirmed.',
    remedy: 'Nothing: it is asked for its version and gets a full list. Where it stays so, another system writes its list.',
  },
  'local-list-refused': {
    meaning: 'The station would not take its list.',
    remedy: 'It is tried a few times more, and again after its next boot or another wish; see the command for its answer.',
  },
  'local-list-unanswered': {
    meaning: 'The station has not answered.',
    remedy: 'It is tried a few times more, and again after its next boot or another wish; see whether the station serves at all.',
  },
  'local-list-not-sent': {
    meaning: 'The platform would not send the list, because it breaks the schema of the station’s version.',
    remedy: 'See the command for what is wrong; change the tokens, or want another list.',
  },
} satisfies ErrorCatalogue;

export const refuseLocalList = refusalsOf(localListErrors);
