import { parseJson } from '@wattledger/kernel';
import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import { z } from 'zod';

/** An event as `npx wattledger events --json` prints it, one a line; more members may be there. */
export interface RecordedLine {
  readonly id: string;
  readonly stream: string;
  readonly position: number;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly ocppVersion?: string;
  /** The first event of its exchange. */
  readonly correlationId?: string;
  readonly payload: Json;
}

const line = z.looseObject({
  id: z.string(),
  stream: z.string(),
  position: z.number(),
  type: z.string(),
  recordedAt: z.string(),
  ocppVersion: z.string().optional(),
  correlationId: z.string().optional(),
  payload: z.custom<Json>((value) => value !== undefined),
});

/**
 * Reads what `npx wattledger events --json` printed.
 *
 *     const events = readRecording(readFileSync('monday.jsonl', 'utf8'));
 *
 * @throws SyntaxError for a line that is no event, with its number
 */
export function readRecording(text: string): RecordedLine[] {
  return text.split('\n').flatMap((each, index) => {
    if (each.trim() === '') return [];
    try {
      return [line.parse(parseJson(each))];
    } catch (cause) {
      throw new SyntaxError(`Line ${index + 1} is no event as \`wattledger events --json\` prints it.`, { cause });
    }
  });
}

/** The members of a payload; none of anything else. */
export const membersOf = (payload: Json | undefined): JsonObject =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {};
