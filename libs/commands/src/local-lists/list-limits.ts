import type { Command, ListableToken, VariableName } from '@wattledger/charging';
import { sealedLength } from '@wattledger/event-log';
import { questionAbout } from '../settings/questions-to-stations.ts';
import type { StationRecord } from '../settings/station-records.ts';

/** What a station can take. */
export interface ListLimits {
  /** Entries of the whole list, where the station says so. */
  readonly room?: number;
  /** Entries of one message. */
  readonly perMessage: number;
}

/** Where a station does not say how many entries a message may have. */
const USUAL_PER_MESSAGE = 100;
/** A message without entries, and an entry without its tokens, both at their longest. */
const BYTES_AROUND = { message: 200, entry: 190 };

/** OCPP 1.6, section 9.3. */
const keys16: readonly VariableName[] = [{ variable: 'LocalAuthListMaxLength' }, { variable: 'SendLocalListMaxLength' }];
/** OCPP 2.x, part 2, appendix 3. */
const variables2: readonly VariableName[] = [
  { component: 'LocalAuthListCtrlr', variable: 'ItemsPerMessage' },
  { component: 'LocalAuthListCtrlr', variable: 'BytesPerMessage' },
];

/** Asks a station what it can take; nothing where it has told any of it. */
export const limitsQuestion = (station: StationRecord): Command | undefined =>
  questionAbout(station, station.ocppVersion === '1.6' ? keys16 : variables2);

/** What a station said that it can take. A message of bytes is filled as if every entry were as long as the longest may be. */
export function limitsOf({ ocppVersion, variables }: StationRecord, tokens: readonly ListableToken[]): ListLimits {
  const said = (name: string): number | undefined => {
    const value = Number(variables.get(name)?.value);
    return Number.isInteger(value) && value >= 1 ? value : undefined;
  };
  if (ocppVersion === '1.6') {
    const room = said('LocalAuthListMaxLength');
    return { ...(room !== undefined && { room }), perMessage: said('SendLocalListMaxLength') ?? USUAL_PER_MESSAGE };
  }
  const perMessage = said('LocalAuthListCtrlr/ItemsPerMessage') ?? USUAL_PER_MESSAGE;
  const bytes = said('LocalAuthListCtrlr/BytesPerMessage');
  if (bytes === undefined) return { perMessage };
  const fitting = Math.floor((bytes - BYTES_AROUND.message) / (BYTES_AROUND.entry + longestEntry(tokens)));
  return { perMessage: Math.max(1, Math.min(perMessage, fitting)) };
}

const longestEntries = new WeakMap<readonly ListableToken[], number>();

/** A token and its group, each as long as the longest. Found once for all stations. */
function longestEntry(tokens: readonly ListableToken[]): number {
  const known = longestEntries.get(tokens);
  if (known !== undefined) return known;
  const token = longestOf(tokens.map(({ length }) => length));
  const group = longestOf(tokens.map(({ groupToken = '' }) => sealedLength(groupToken) ?? 0));
  longestEntries.set(tokens, token + group);
  return token + group;
}

const longestOf = (lengths: readonly number[]): number => lengths.reduce((most, length) => Math.max(most, length), 0);
