import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestPlatform } from './test-platform.ts';

/** The files of the data folder that hold a text, in any of the spellings in which it may have got there. */
export async function filesWith(platform: TestPlatform, text: string): Promise<string[]> {
  await platform.caughtUp();
  const names = (await readdir(platform.folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const spellings = [text, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex')].map((each) =>
    Buffer.from(each),
  );
  const found: string[] = [];
  for (const { name, parentPath } of names) {
    const content = await readFile(join(parentPath, name));
    if (spellings.some((spelling) => content.includes(spelling))) found.push(name);
  }
  return found;
}
