import type { Tone } from '../components/badge.tsx';
import type { Decision, DecisionPoint } from '../graphql/decisions.ts';

/** What was asked, as a heading. */
export const pointNames: Readonly<Record<DecisionPoint, string>> = {
  ADMIT_STATION: 'May the station serve?',
  AUTHORIZE: 'May this token charge?',
  START_SESSION: 'May the session run?',
  CONTINUE_CHARGING: 'May it go on?',
  PRICE_SESSION: 'What does it cost?',
  TRANSLATE_SETTINGS: 'How is the station told?',
  ANSWER_DATA_TRANSFER: 'What is answered to a maker’s message?',
};

/** The same in a word. */
export const pointWords: Readonly<Record<DecisionPoint, string>> = {
  ADMIT_STATION: 'admit station',
  AUTHORIZE: 'authorize',
  START_SESSION: 'start session',
  CONTINUE_CHARGING: 'continue charging',
  PRICE_SESSION: 'price session',
  TRANSLATE_SETTINGS: 'translate settings',
  ANSWER_DATA_TRANSFER: 'answer data transfer',
};

const good = new Set(['Accepted', 'accepted', 'charge', 'continue']);
/** Their outcomes are neither good nor bad: an amount, the calls that a station is sent. */
const quiet = new Set<DecisionPoint>(['PRICE_SESSION', 'TRANSLATE_SETTINGS', 'ANSWER_DATA_TRANSFER']);

/** Whether somebody got what they wanted. */
export function toneOf({ point, outcome }: Pick<Decision, 'point' | 'outcome'>): Tone {
  if (outcome === 'failed') return 'bad';
  if (quiet.has(point)) return 'quiet';
  if (good.has(outcome)) return 'good';
  return outcome === 'stop' ? 'warning' : 'bad';
}
