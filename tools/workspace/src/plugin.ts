import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CreateNodes, CreateNodesResult } from 'nx/src/devkit-exports';

const JEST_ENV = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };

/** Specs that print documentation when they are told to. */
const docs: Readonly<Record<string, string>> = { test: 'docs', 'libs/plugin-sdk': 'packing/api' };

/** Rooms whose specs start programs, which run as they are built. */
const builds: readonly string[] = ['test'];

/**
 * Tells Nx the targets of every room: what a room has files for, it can build, type-check, test and lint. For one room at a time:
 * all of them together are quicker in one run of each tool, as the scripts in `package.json` do it.
 */
export const createNodes: CreateNodes = [
  '{apps,libs,plugins}/*/package.json',
  (files, _options, context) => [
    ...[...files, 'test/package.json'].map((file) => [file, roomOf(dirname(file), context.workspaceRoot)] as const),
    ['tools/workspace/package.json', allRooms],
  ],
];

const run = (command: string, env?: Record<string, string>) => ({
  executor: 'nx:run-commands',
  options: { command, cwd: '{workspaceRoot}', ...(env ? { env } : {}) },
});

/** Linted by Nx, for the rule about who may import whom needs Nx's graph of the rooms and is silent without. */
const allRooms: CreateNodesResult = {
  projects: { 'tools/workspace': { targets: { 'lint-rooms': run('eslint apps libs plugins test') } } },
};

function roomOf(room: string, workspaceRoot: string): CreateNodesResult {
  const has = (name: string) => existsSync(join(workspaceRoot, room, name));
  const jest = `jest --config jest.config.mjs --selectProjects ${room} --passWithNoTests`;
  const specs = builds.includes(room) ? `tsc -b && ${jest}` : jest;
  const targets = {
    ...(has('vite.config.ts') ? { build: run(`vite build ${room}`) } : {}),
    ...(has('tsconfig.json') ? { build: run(`tsc -b ${room}`) } : {}),
    ...(has('tsconfig.spec.json') ? { test: run(specs, JEST_ENV), typecheck: run(`tsc -p ${room}/tsconfig.spec.json`) } : {}),
    ...(room in docs ? { docs: run(`${jest} --testPathPatterns ${docs[room]}`, JEST_ENV) } : {}),
    lint: run(`eslint ${room}`),
  };
  return { projects: { [room]: { targets } } };
}
