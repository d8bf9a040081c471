import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { configMembers } from './config-members.ts';

describe('the members of a configuration', () => {
  it('are told with type, description and default, however deep they lie', () => {
    const schema = z.object({
      mode: z.enum(['day', 'night']).default('day').describe('Which half'),
      key: z.string().describe('For the endpoint').meta({ secret: true }),
      idle: z.object({ afterMinutes: z.number().int().describe('Free of charge until then') }).describe('Idle fee'),
      steps: z
        .array(z.object({ fromKwh: z.number().optional().describe('From here on') }))
        .default([])
        .describe('Steps'),
      names: z.record(z.string(), z.object({ by: z.string().describe('Whose') })).optional(),
      when: z.union([z.string(), z.number()]).describe('Either'),
      only: z.literal('x').describe('One'),
    });
    const told = configMembers(schema).map(({ path, type, description, preset, required, secret }) =>
      [path, type, description, preset ?? '-', required ? 'required' : 'optional', ...(secret ? ['secret'] : [])].join(' · '),
    );
    expect(told).toEqual([
      'mode · "day" | "night" · Which half · "day" · optional',
      'key · string · For the endpoint · - · required · secret',
      'idle · object · Idle fee · - · required',
      'idle.afterMinutes · integer · Free of charge until then · - · required',
      'steps · list of object · Steps · [] · optional',
      'steps[].fromKwh · number · From here on · - · optional',
      'names · object ·  · - · optional',
      'names.*.by · string · Whose · - · required',
      'when · string | number · Either · - · required',
      'only · "x" · One · - · required',
    ]);
  });
});
