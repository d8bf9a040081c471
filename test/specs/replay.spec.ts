import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRecording, replay } from '@wattledger/plugin-sdk/testing';
import type { RecordedLine } from '@wattledger/plugin-sdk/testing';
import { quickStart } from '@wattledger/quick-start';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { wattledger } from '../support/program.ts';
import { stayEmbedded } from '../support/stores.ts';
import { TestPlatform } from '../support/test-platform.ts';

// The command line reads a whole log, not one part of a log that specs share.
stayEmbedded();

const config = { acceptedTokens: ['DRIVER-1'], pricePerKwh: '0.42', currency: 'EUR' };
let platform: TestPlatform;
let recorded: RecordedLine[];
let files: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'wattledger-replay-'));
  platform = await TestPlatform.start({
    WATTLEDGER_ACCEPTED_TOKENS: 'DRIVER-1',
    WATTLEDGER_PRICE_PER_KWH: config.pricePerKwh,
  });
  const station = await platform.connect('oak-1');
  await station.get('BootNotification', boot16, 'b1');
  await station.get('Authorize', { idTag: 'STRANGER' }, 'a1');
  const { transactionId } = await station.get('StartTransaction', start16('DRIVER-1', 0, secondsFromNow(0)), 's1');
  await station.get('StopTransaction', stop16(transactionId, 17_690, secondsFromNow(3_600)), 's2');
  const { output } = await wattledger(['events', '--json', '--unseal', '--data-dir', platform.folder]);
  recorded = readRecording(output);
});
afterAll(async () => {
  await platform.stop();
  await rm(files, { recursive: true, force: true });
});

describe('a recorded day, put to its plugins again', () => {
  it('gets the same votes and the same prices', async () => {
    const { asked, same, differences, skipped } = await replay(recorded, quickStart, config);
    expect({ asked, same, differences, skipped }).toEqual({ asked: 4, same: 4, differences: [], skipped: [] });
  });

  it('shows what another configuration would have changed', async () => {
    const { asked, differences } = await replay(recorded, quickStart, { ...config, acceptedTokens: ['*'], pricePerKwh: '0.50' });
    expect(asked).toBe(4);
    expect(differences).toMatchObject([
      {
        point: 'authorize',
        then: { answer: 'Unknown', rule: 'token-not-listed' },
        now: { answer: 'Accepted', rule: 'any-token' },
      },
      { point: 'authorize', then: { rule: 'token-listed' }, now: { rule: 'any-token' } },
      { point: 'priceSession', then: { answer: '7.43 EUR' }, now: { answer: '8.84 EUR' } },
    ]);
  });

  it('leaves out decisions of which the message is not in the recording, and says so', async () => {
    const decisions = recorded.filter(({ type }) => !type.endsWith('Received'));
    const { asked, skipped } = await replay(decisions, quickStart, config);
    expect(asked).toBe(0);
    expect(skipped).toHaveLength(4);
    expect(skipped[0]).toMatchObject({ missing: 'the message that led to it' });
  });

  it('is put again from the command line, beside the platform', async () => {
    const configFile = join(files, 'config.json');
    await writeFile(configFile, JSON.stringify(config));
    const words = ['plugin', 'replay', '--plugin', '@wattledger/quick-start', '--data-dir', platform.folder];
    expect(await wattledger([...words, '--config', configFile])).toMatchObject({
      code: 0,
      output: expect.stringContaining('OK  quick-start was asked 4 questions again and answered 4 as it did.'),
    });
    const { code, output, errors } = await wattledger(words);
    expect(code).toBe(1);
    expect(output).toMatch(/then {2}Unknown \[token-not-listed\].*\n {4}now {3}Accepted \[any-token\]/);
    expect(errors).toContain('quick-start says something else to 3 questions.');
  });

  it('names the plugin that is not there, and the line that is no event', async () => {
    const { code, errors } = await wattledger(['plugin', 'replay', '--plugin', './nothing.js', '--data-dir', platform.folder]);
    expect(code).toBe(2);
    expect(errors).toContain('[plugin-unreadable]');
    expect(() => readRecording('\n{"half":')).toThrow('Line 2 is no event');
  });
});
