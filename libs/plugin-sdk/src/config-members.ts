import { z } from 'zod';

/** One member of a configuration, as its documentation shows it. */
export interface ConfigMember {
  /** With the names it lies in, as `idle.afterMinutes`; `[]` is each entry of a list. */
  readonly path: string;
  /** In a word or two, such as `string`, `integer` or `"day" | "night"`. */
  readonly type: string;
  readonly description: string;
  /** What holds where nothing is said, as JSON; absent where something must be said. */
  readonly preset?: string;
  readonly required: boolean;
  /** Never shown: marked with `.meta({ secret: true })`. */
  readonly secret: boolean;
}

interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** Everything that can be configured, in the order of the schema, members of members included. */
export function configMembers(schema: z.ZodType): readonly ConfigMember[] {
  return membersIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape, '');
}

function membersIn(shape: Shape, prefix: string): ConfigMember[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const described: ConfigMember = {
      path,
      type: typeOf(member),
      description: member.description ?? '',
      ...('default' in member && { preset: JSON.stringify(member.default) }),
      required: shape.required?.includes(name) ?? false,
      secret: member.secret === true,
    };
    return [described, ...within(member, path)];
  });
}

function within(member: Shape, path: string): ConfigMember[] {
  const { items, additionalProperties: values, anyOf, oneOf } = member;
  return [
    ...membersIn(member, `${path}.`),
    ...(items ? within(items, `${path}[]`) : []),
    ...(typeof values === 'object' ? within(values, `${path}.*`) : []),
    ...[...(anyOf ?? []), ...(oneOf ?? [])].flatMap((each) => within(each, path)),
  ];
}

function typeOf({ type, enum: choices, const: only, items, anyOf, oneOf }: Shape): string {
  if (only !== undefined) return JSON.stringify(only);
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const several = anyOf ?? oneOf;
  if (several) return [...new Set(several.map(typeOf))].join(' | ');
  if (type === 'array') return `list of ${items ? typeOf(items) : 'anything'}`;
  return typeof type === 'string' ? type : (type?.join(' | ') ?? 'anything');
}
