// Prints src/sensitive/fields.generated.ts anew. From this folder's parent:
//   node --conditions=@wattledger/source tools/generate-sensitive-fields.ts
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { printSensitiveFields } from '../src/sensitive/print-fields.ts';

const file = fileURLToPath(new URL('../src/sensitive/fields.generated.ts', import.meta.url));
writeFileSync(file, await format(printSensitiveFields(), { ...(await resolveConfig(file)), filepath: file }));
