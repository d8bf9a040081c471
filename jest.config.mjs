import { existsSync, readFileSync, readdirSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));

const rooms = ['apps', 'libs', 'plugins']
  .flatMap((folder) => readdirSync(new URL(`./${folder}/`, import.meta.url)).map((name) => `${folder}/${name}`))
  .concat('test')
  .filter((room) => existsSync(new URL(`./${room}/tsconfig.spec.json`, import.meta.url)));

export default {
  // Whole-platform specs start real sockets and threads; on a busy machine five seconds is not always enough.
  testTimeout: 120_000,
  // Jest leaves a core to itself; on two that would be half of them. What specs leave behind in a worker ends with it.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  projects: rooms.map((room) => ({
    displayName: room,
    rootDir: new URL(`./${room}`, import.meta.url).pathname,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    extensionsToTreatAsEsm: ['.ts'],
    // The libraries' source is tested, not their last build.
    testEnvironmentOptions: { customExportConditions: ['@wattledger/source', 'node', 'node-addons'] },
    transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  })),
};
