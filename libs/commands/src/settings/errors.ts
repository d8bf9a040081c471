import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a setting was not taken, or why a station does not have it. */
export const settingErrors = {
  'setting-out-of-bounds': {
    meaning: 'A setting has a value that cannot be meant.',
    remedy: 'A current is 0 to 2,000 A at 100 to 1,000 V, a charging time 1 to 10,080 minutes, a tariff version 1 or more.',
  },
  'setting-not-desired': {
    meaning: 'The setting is not desired there, so it cannot be withdrawn.',
    remedy: 'See `stationSettings` for the scope that a setting comes from, and withdraw it there.',
  },
  'scope-empty': {
    meaning: 'No station is in that site, group or all.',
    remedy: 'Place stations with `placeStation` first, or name a station.',
  },
  'rollout-unknown': {
    meaning: 'There is no such roll-out.',
    remedy: 'List them with the query `rollouts`.',
  },
  'rollout-bounds-invalid': {
    meaning: 'A batch is of 1 to 10,000 stations, and a share lies between 0 and 1.',
    remedy: 'Give `batchSize` and `maximumRefusedShare` values within these bounds.',
  },
  'rollout-over': {
    meaning: 'The roll-out is over, or not in the state that this needs.',
    remedy: 'See its status with the query `rollout`; a stopped one can be resumed or aborted, a running one stopped.',
  },
  'setting-refused-by-station': {
    meaning: 'The station answered a call with a no.',
    remedy: 'See the command for its answer; ask for it once more with `resendSettings`.',
  },
  'setting-not-supported': {
    meaning: 'The station does not know the call.',
    remedy: 'Configure a variable of its maker for the setting in the plugin `station-settings`, where there is one.',
  },
  'setting-unanswered': {
    meaning: 'The station has not answered, however often it was asked.',
    remedy: 'See whether the station serves at all; ask for it once more with `resendSettings`.',
  },
  'setting-not-sent': {
    meaning:
      'The platform would not send the call, because the station’s version has no such call or its payload breaks the schema.',
    remedy: 'Correct the configuration of the plugin that translated it; the command names what is wrong.',
  },
  'setting-untranslatable': {
    meaning: 'No plugin knows how to tell this station of the setting.',
    remedy: 'The reason names what is missing; configure `station-settings`, or write a config module of your own.',
  },
} satisfies ErrorCatalogue;

export const refuseSetting = refusalsOf(settingErrors);
