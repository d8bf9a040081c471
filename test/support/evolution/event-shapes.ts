import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What the data of an event looks like, with the names of types resolved. */
export type Shape =
  | { readonly is: 'text' | 'number' | 'flag' | 'null' | 'anything' }
  | { readonly is: 'exactly'; readonly value: string | number | boolean }
  | { readonly is: 'list'; readonly of: Shape }
  | { readonly is: 'one of'; readonly shapes: readonly Shape[] }
  | { readonly is: 'object'; readonly members: readonly Member[]; /** of members of any name */ readonly others?: Shape };

interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCE = `${ROOT}libs/charging/src/platform-events.ts`;
/** JSON of any shape: the payload of a vendor, the configuration of a plugin. */
const ANYTHING: ReadonlySet<string> = new Set(['Json', 'JsonObject']);

/** The shapes of all events of the platform's own, as the compiler sees their definitions. */
export function eventShapes(): ReadonlyMap<string, Shape> {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.base.json`, (file) => ts.sys.readFile(file)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram([SOURCE], { ...options, composite: false, incremental: false, noEmit: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(SOURCE);
  const events = source?.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'PlatformEvents');
  if (!events) throw new Error(`There is no interface PlatformEvents in ${SOURCE}`);
  const members = checker.getTypeAtLocation(events).getProperties();
  return new Map(members.map((member) => [member.name, shapeOf(checker, checker.getTypeOfSymbol(member), events)]));
}

function shapeOf(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): Shape {
  if (ANYTHING.has(type.aliasSymbol?.name ?? '') || type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive))
    return { is: 'anything' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { is: 'exactly', value: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { is: 'exactly', value: checker.typeToString(type) === 'true' };
  if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { is: 'text' };
  if (type.flags & (ts.TypeFlags.Number | ts.TypeFlags.BigInt)) return { is: 'number' };
  if (type.flags & ts.TypeFlags.Boolean) return { is: 'flag' };
  if (type.flags & ts.TypeFlags.Null) return { is: 'null' };
  if (type.isUnion()) return unionOf(type.types.filter(isThere).map((each) => shapeOf(checker, each, at)));
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    const element = type.getNumberIndexType();
    return { is: 'list', of: element ? shapeOf(checker, element, at) : { is: 'anything' } };
  }
  const members = type.getProperties().map((member) => memberOf(checker, member, at));
  const others = checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
  return {
    is: 'object',
    members: members.sort((one, other) => (one.name < other.name ? -1 : 1)),
    ...(others && { others: shapeOf(checker, others, at) }),
  };
}

function memberOf(checker: ts.TypeChecker, member: ts.Symbol, at: ts.Node): Member {
  const type = checker.getTypeOfSymbolAtLocation(member, at);
  const optional = (member.flags & ts.SymbolFlags.Optional) !== 0 || (type.isUnion() && !type.types.every(isThere));
  const shape = shapeOf(checker, type.isUnion() ? type : checker.getNonNullableType(type), at);
  return { name: member.name, optional, shape };
}

const isThere = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Undefined) === 0;

/** In an order of its own, so that the order in which the compiler met the types makes no difference. */
function unionOf(shapes: readonly Shape[]): Shape {
  const different = new Map(shapes.map((shape) => [printShape(shape), shape]));
  if (different.has('true') && different.has('false')) {
    different.delete('true');
    different.delete('false');
    different.set('flag', { is: 'flag' });
  }
  const sorted = [...different.keys()].sort().flatMap((key) => different.get(key) ?? []);
  const [only] = sorted;
  return only && sorted.length === 1 ? only : { is: 'one of', shapes: sorted };
}

/** A shape as a text: equal for equal shapes. */
export function printShape(shape: Shape): string {
  switch (shape.is) {
    case 'exactly':
      return JSON.stringify(shape.value);
    case 'list':
      return `[${printShape(shape.of)}]`;
    case 'one of':
      return `(${shape.shapes.map(printShape).join(' | ')})`;
    case 'object': {
      const members = shape.members.map(({ name, optional, shape: of }) => `${name}${optional ? '?' : ''}: ${printShape(of)}`);
      return `{ ${[...members, ...(shape.others ? [`*: ${printShape(shape.others)}`] : [])].join(', ')} }`;
    }
    default:
      return shape.is;
  }
}
