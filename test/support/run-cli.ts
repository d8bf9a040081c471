import { run } from '@wattledger/cli';

process.exitCode = await run(process.argv.slice(2));
