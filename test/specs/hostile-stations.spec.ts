import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ocppVersions, readFrame } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';
import fc from 'fast-check';
import { anyText, exhausting, nearlyValidCall } from '../support/hostile.ts';
import type { RawStation } from '../support/raw-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const runs = { numRuns: 12, seed: 20_260_301, endOnFailure: true } as const;
const FRAMES_A_RUN = { minLength: 5, maxLength: 25 } as const;

/** A station that does nothing wrong, beside those that do. */
let neighbour: RawStation;

// Before the hooks of the platform, which send all stations home.
afterEach(async () => {
  expect(await neighbour.get('Heartbeat', {})).toHaveProperty('currentTime');
  expect(neighbour.unexpected).toEqual([]);
});

const platform = usePlatform();

beforeEach(async () => {
  neighbour = await platform.connect('neighbour');
});

/** The message ids, as JSON, under which these texts have to be answered: calls, and what can be told to have been one. */
const deserved = (texts: readonly string[], version: OcppVersion): string[] =>
  texts
    .map((text) => readFrame(text, version))
    .filter((frame) => frame.kind === 'call' || (frame.kind === 'unreadable' && frame.mayAnswer))
    .map(({ messageIdJson }) => messageIdJson);

/** Says all texts at once, and gives back what the platform answered to them, in its order. */
async function answersTo(station: RawStation, texts: readonly string[]): Promise<(readonly unknown[])[]> {
  const before = station.wire.length;
  for (const text of texts) station.say(text);
  await station.get('Heartbeat', {}, `end of ${before}`);
  return station.wire
    .slice(before)
    .filter(({ direction }) => direction === 'received')
    .map(({ text }) => JSON.parse(text) as readonly unknown[])
    .filter(([, id]) => id !== `end of ${before}`);
}

const idsOf = (answers: readonly (readonly unknown[])[]) => answers.map(([, id]) => JSON.stringify(id));

describe.each(ocppVersions)('a hostile station of OCPP %s', (version) => {
  const connect = () => platform.connect(`hostile-${version}`, `ocpp${version}`);

  it('that says anything at all gets one answer to each frame that deserves one, and none to the others', async () => {
    const station = await connect();
    await fc.assert(
      fc.asyncProperty(fc.array(anyText(version), FRAMES_A_RUN), async (texts) => {
        expect(idsOf(await answersTo(station, texts))).toEqual(deserved(texts, version));
      }),
      runs,
    );
  });

  it('that calls every action with payloads that are nearly right gets one answer to each, and none tells of a fault of ours', async () => {
    const station = await connect();
    await fc.assert(
      fc.asyncProperty(fc.array(nearlyValidCall(version), FRAMES_A_RUN), async (texts) => {
        const answers = await answersTo(station, texts);
        expect(idsOf(answers)).toEqual(deserved(texts, version));
        expect(answers.filter(([, , code]) => code === 'InternalError')).toEqual([]);
      }),
      runs,
    );
  });

  it.each(exhausting)('that sends $what is answered, and nobody waits for it', async ({ text }) => {
    const station = await connect();
    expect(idsOf(await answersTo(station, [text]))).toEqual(deserved([text], version));
  });
});

describe('several hostile stations at once', () => {
  it('get what each of them deserves, and nothing of one another', async () => {
    const stations = await Promise.all([0, 1, 2, 3].map((index) => platform.connect(`crowd-${index}`, 'ocpp2.1')));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyText('2.1'), FRAMES_A_RUN), { minLength: 4, maxLength: 4 }), async (crowd) => {
        const answers = await Promise.all(stations.map((station, index) => answersTo(station, crowd[index] ?? [])));
        expect(answers.map(idsOf)).toEqual(crowd.map((texts) => deserved(texts, '2.1')));
      }),
      { ...runs, numRuns: 6 },
    );
  });

  it('that answer calls nobody made, and make calls under our ids, do not disturb a command', async () => {
    const station = await platform.connect('answers-back');
    const commandId = await platform.request('answers-back', { name: 'SendCall', action: 'ClearCache', payload: {} });
    const call = await station.nextCall();
    for (const text of ['[3,"x",{}]', `[2,"${call.id}","Heartbeat",{}]`, `[4,"${call.id.slice(1)}","GenericError","",{}]`])
      station.say(text);
    const other = await platform.connect('answers-for-another');
    other.say(`[3,"${call.id}",{"status":"Rejected"}]`);
    await other.get('Heartbeat', {});
    station.answer(call, { status: 'Accepted' });
    expect(await platform.commandIs(commandId, 'accepted')).toMatchObject({ answerStatus: 'Accepted' });
  });
});
