import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { SimulatedVersion } from '../dialect.ts';

const files: Readonly<Record<SimulatedVersion, string>> = { '1.6': 'ocpp1_6', '2.0.1': 'ocpp2_0_1', '2.1': 'ocpp2_1' };
const validators = new Map<string, ValidateFunction>();

/** What a payload breaks of the official JSON schema of its action; empty when it is valid. */
export function deviationsOf(
  version: SimulatedVersion,
  action: string,
  kind: 'request' | 'response',
  payload: unknown,
): string[] {
  const validate = validatorFor(version, action, kind);
  if (!validate) return [`OCPP ${version} has no ${action} ${kind}`];
  if (validate(payload)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${action} ${kind} ${instancePath} ${message ?? ''}`.trim());
}

function validatorFor(version: SimulatedVersion, action: string, kind: 'request' | 'response'): ValidateFunction | undefined {
  if (validators.size === 0) compileAll();
  return validators.get(`${version} ${action} ${kind}`);
}

function compileAll(): void {
  const rpc = createRequire(import.meta.url).resolve('ocpp-rpc/package.json');
  for (const [version, file] of Object.entries(files)) {
    const ajv = new Ajv({ strict: false, multipleOfPrecision: 3, allErrors: true });
    formats.default(ajv);
    const schemas: Json = JSON.parse(readFileSync(new URL(`lib/schemas/${file}.json`, `file://${rpc}`), 'utf8'));
    for (const schema of Array.isArray(schemas) ? schemas : []) {
      if (!isJsonObject(schema)) continue;
      const { $id, ...content } = schema;
      const [, action, kind] = /^urn:(\w+?)(?:\.)?(req|conf|Request|Response)$/.exec(String($id)) ?? [];
      if (!action || !kind) continue;
      // Compiled one by one and when first used would be faster; all at once says at once when a schema is broken.
      validators.set(
        `${version} ${action} ${kind === 'req' || kind === 'Request' ? 'request' : 'response'}`,
        ajv.compile(content),
      );
    }
  }
}
