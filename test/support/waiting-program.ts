import { once } from 'node:events';
import '@wattledger/cli';
import '@wattledger/platform';

// Loads everything a program needs, which takes most of its start, and then waits for its turn: for a line with the file
// to run. What follows is that program as it is. Whoever can be told is told when that point is reached.
process.send?.('loaded');
const [file] = await once(process.stdin, 'data');
process.stdin.destroy();
await import(String(file).trim());
