import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  printSchema,
} from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

const printedSchema = new URL('../schema.graphql', import.meta.url);

let api: OpenedApi;
let schema: GraphQLSchema;
beforeAll(async () => {
  api = await openApi();
  schema = api.app.get(GraphQLSchemaHost, { strict: false }).schema;
});
afterAll(() => api.close());

describe('the schema', () => {
  it('is the one that is printed in schema.graphql (WATTLEDGER_UPDATE_PRINTED=1 prints it anew)', () => {
    const printed = `${printSchema(schema)}\n`;
    if (process.env['WATTLEDGER_UPDATE_PRINTED']) writeFileSync(printedSchema, printed);
    expect(readFileSync(printedSchema, 'utf8')).toBe(printed);
  });

  it('describes every type, field, argument and value', () => {
    const described = Object.values(schema.getTypeMap())
      .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
      .flatMap(partsOf);
    expect(described.length).toBeGreaterThan(300);
    expect(described.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  });
});

interface Part {
  readonly name: string;
  readonly description?: string | null;
}

function partsOf(type: GraphQLNamedType): Part[] {
  if (isEnumType(type)) return [type, ...type.getValues().map((value) => partIn(type, value))];
  if (isInputObjectType(type)) return [type, ...Object.values(type.getFields()).map((field) => partIn(type, field))];
  if (!isObjectType(type) && !isInterfaceType(type)) return [type];
  const fields = Object.values(type.getFields());
  return [
    type,
    ...fields.map((field) => partIn(type, field)),
    ...fields.flatMap(({ name, args }) => args.map((arg) => partIn({ name: `${type.name}.${name}` }, arg))),
  ];
}

const partIn = (owner: Part, { name, description }: Part): Part => ({ name: `${owner.name}.${name}`, description });
