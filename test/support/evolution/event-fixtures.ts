import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { JsonObject } from '@wattledger/kernel';

/** Events as they were written in one version of their form. Frozen: a later version gets a file of its own. */
export interface EventFixture {
  readonly type: string;
  readonly version: number;
  /** How the form was defined, see `printShape`; absent for messages, whose form the protocol defines. */
  readonly shape?: string;
  readonly events: readonly { readonly stream: string; readonly metadata: JsonObject; readonly data: JsonObject }[];
}

const folder = new URL('../../fixtures/events/', import.meta.url);
const fileOf = (type: string, version: number): URL => new URL(`${type}.v${version}.json`, folder);

export function readFixture(type: string, version: number): EventFixture | undefined {
  const file = fileOf(type, version);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as EventFixture) : undefined;
}

export const writeFixture = (fixture: EventFixture): void =>
  writeFileSync(fileOf(fixture.type, fixture.version), `${JSON.stringify(fixture, undefined, 1)}\n`);

/** All that were ever written. */
export const allFixtures = (): EventFixture[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as EventFixture);
