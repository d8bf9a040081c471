#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one gets a sentence and not a stack of syntax errors.
import { existsSync } from 'node:fs';

const program = new URL('../dist/program.js', import.meta.url);
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `wattledger needs Node.js 24 or newer, this is ${process.version}. Start it with \`npx wattledger\`: npm ci installs the right one.`,
  );
  process.exitCode = 1;
} else if (!existsSync(program)) {
  console.error('wattledger is not built yet. Run `npm run build` once.');
  process.exitCode = 1;
} else {
  const { run } = await import(program.href);
  process.exitCode = await run(process.argv.slice(2));
}
