import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isSendAction } from './actions.ts';
import { fault } from './errors.ts';
import type { OcppVersion } from './message.ts';
import type { Part } from './types.ts';

/** The part of JSON Schema (draft 6 and 7) that the official OCPP schemas use. */
export interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  definitions?: Record<string, Schema>;
  enum?: string[];
  description?: string;
  format?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

// The Open Charge Alliance's own files as ocpp-rpc carries them, one array of schemas per version.
const files: Readonly<Record<OcppVersion, string>> = {
  '1.6': 'ocpp-rpc/lib/schemas/ocpp1_6.json',
  '2.0.1': 'ocpp-rpc/lib/schemas/ocpp2_0_1.json',
  '2.1': 'ocpp-rpc/lib/schemas/ocpp2_1.json',
};

const loaded = new Map<OcppVersion, ReadonlyMap<string, Schema>>();

function load(version: OcppVersion): ReadonlyMap<string, Schema> {
  try {
    const text = readFileSync(createRequire(import.meta.url).resolve(files[version]), 'utf8');
    // The ids (`urn:Authorize.req`) are no valid URNs, and ajv refuses them: they serve as keys only.
    const named = (JSON.parse(text) as (Schema & { $id: string })[]).map(({ $id, ...schema }) => [$id, schema] as const);
    return new Map(named);
  } catch (cause) {
    throw fault('ocpp-schemas-unreadable', `The schemas of OCPP ${version} cannot be read from ${files[version]}`, { cause });
  }
}

const suffixOf: Readonly<Record<OcppVersion, Readonly<Record<Part, string>>>> = {
  '1.6': { request: '.req', response: '.conf' },
  '2.0.1': { request: '.req', response: '.conf' },
  '2.1': { request: 'Request', response: 'Response' },
};

/**
 * The official schema of a payload; `undefined` when the version has no such action, or the action no answer.
 *
 * A version's file is read at first use and kept.
 *
 * @throws Fault `ocpp-schemas-unreadable` when the installation is broken.
 */
export function schemaOf(version: OcppVersion, action: string, part: Part): Schema | undefined {
  let schemas = loaded.get(version);
  if (schemas === undefined) loaded.set(version, (schemas = load(version)));
  if (isSendAction(version, action)) return part === 'request' ? schemas.get(`urn:${action}`) : undefined;
  return schemas.get(`urn:${action}${suffixOf[version][part]}`);
}

/** Follows a local reference (`#/definitions/EVSEType`), as often as needed. */
export function dereference(root: Schema, node: Schema): Schema {
  const name = node.$ref?.replace('#/definitions/', '');
  const target = name === undefined ? undefined : root.definitions?.[name];
  return target === undefined ? node : dereference(root, target);
}
