import { startPlatform } from './platform.ts';
import { readSettings } from './settings.ts';

const platform = await startPlatform(readSettings(process.env));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void platform.close().then(() => process.exit(0)));
