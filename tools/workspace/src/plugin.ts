import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CreateNodes, CreateNodesResult } from 'nx/src/devkit-exports';

const JEST_ENV = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };

/** Tells Nx the targets of every room: what a room has files for, it can build, type-check, test and lint. */
export const createNodes: CreateNodes = [
  '{apps,libs,plugins,test}/**/package.json',
  (files, _options, context) =>
    files
      .filter((file) => !file.includes('node_modules') && !file.includes('dist/'))
      .map((file): readonly [string, CreateNodesResult] => {
        const room = dirname(file);
        const has = (name: string) => existsSync(join(context.workspaceRoot, room, name));
        const run = (command: string, env?: Record<string, string>) => ({
          executor: 'nx:run-commands',
          options: { command, cwd: '{workspaceRoot}', ...(env ? { env } : {}) },
        });
        return [
          file,
          {
            projects: {
              [room]: {
                targets: {
                  ...(has('vite.config.ts') ? { build: run(`vite build ${room}`) } : {}),
                  ...(has('tsconfig.json') && !has('vite.config.ts') ? { build: run(`tsc -b ${room}`) } : {}),
                  ...(has('tsconfig.spec.json') && !has('vite.config.ts')
                    ? { test: run(`jest --config jest.config.mjs --selectProjects ${room} --passWithNoTests`, JEST_ENV) }
                    : {}),
                  ...(has('tsconfig.spec.json') ? { typecheck: run(`tsc -p ${room}/tsconfig.spec.json`) } : {}),
                  lint: run(`eslint ${room}`),
                },
              },
            },
          },
        ] as const;
      }),
];
