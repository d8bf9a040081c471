import ts from 'typescript';
import { declarationProgram, entries } from './emit-declarations.ts';
import type { DeclarationProgram } from './emit-declarations.ts';

/** Something that is declared, whole: its comment and its text as a declaration file holds it, `export` and `declare` taken off. */
export interface Declared {
  readonly name: string;
  readonly comment: string;
  readonly text: string;
  /** Values exist at run time, types do not. */
  readonly isValue: boolean;
}

/** One entry point, on its own: everything that its exports name, from whatever room it comes. */
export interface Entry {
  readonly name: string;
  /** What it exports itself, in alphabetical order. */
  readonly exported: readonly Declared[];
  /** What its signatures name beside that. */
  readonly named: readonly Declared[];
  /** Of libraries: exported again, and named. */
  readonly reexported: readonly Imported[];
  readonly imported: readonly Imported[];
  /** Named here and declared by the entry point before. */
  readonly fromFirst: readonly string[];
}

export interface Imported {
  readonly module: string;
  /** As an import says it: `{ z }`, or `fc` for a default. */
  readonly binding: string;
}

/** The public declarations by entry point. What the first declares, those behind it do not declare again. */
export function publicDeclarations(): readonly Entry[] {
  const program = declarationProgram();
  const first = new Map<string, ts.Symbol>();
  return Object.entries(entries).map(([name, source], index) => {
    const entry = new Flattening(program, index === 0 ? new Map() : first).of(name, program.fileOf(source));
    if (index === 0) for (const [declared, symbol] of entry.symbols) first.set(declared, symbol);
    return entry.entry;
  });
}

class Flattening {
  private readonly declared = new Map<string, Declared>();
  private readonly symbols = new Map<string, ts.Symbol>();
  private readonly imported = new Map<string, Imported>();
  private readonly fromFirst = new Set<string>();
  private readonly program: DeclarationProgram;
  private readonly first: ReadonlyMap<string, ts.Symbol>;

  constructor(program: DeclarationProgram, first: ReadonlyMap<string, ts.Symbol>) {
    this.program = program;
    this.first = first;
  }

  of(name: string, file: ts.SourceFile): { readonly entry: Entry; readonly symbols: ReadonlyMap<string, ts.Symbol> } {
    const { checker } = this.program;
    const module = checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${file.fileName} exports nothing.`);
    const names: string[] = [];
    const reexported: Imported[] = [];
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = this.target(symbol);
      if (this.isOurs(target)) {
        this.add(target);
        names.push(target.name);
      } else reexported.push({ module: moduleOf(symbol), binding: `{ ${symbol.name} }` });
    }
    const all = [...this.declared.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    const entry = {
      name,
      exported: all.filter((each) => names.includes(each.name)),
      named: all.filter((each) => !names.includes(each.name)),
      reexported,
      imported: [...this.imported.values()],
      fromFirst: [...this.fromFirst].sort(),
    };
    return { entry, symbols: this.symbols };
  }

  private target(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.program.checker.getAliasedSymbol(symbol) : symbol;
  }

  private isOurs(symbol: ts.Symbol): boolean {
    const [declaration] = symbol.declarations ?? [];
    return declaration !== undefined && this.program.isOurs(declaration.getSourceFile());
  }

  /** Takes a declaration in, and everything it names. */
  private add(symbol: ts.Symbol): void {
    const { name } = symbol;
    if (this.first.get(name) === symbol) {
      this.fromFirst.add(name);
      return;
    }
    const known = this.symbols.get(name) ?? this.first.get(name);
    if (known === symbol) return;
    if (known) throw new Error(`Two things of the plugin SDK are called ${name}: give one of them another name.`);
    const statements = (symbol.declarations ?? []).flatMap((declaration) => statementOf(declaration) ?? []);
    const [statement] = statements;
    if (!statement) throw new Error(`${name} is not declared at the top of a file.`);
    this.symbols.set(name, symbol);
    this.declared.set(name, {
      name,
      comment: commentOf(statement),
      text: statements.map((each) => each.getText().replace(/^(export |declare )+/, '')).join('\n'),
      isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
    });
    for (const each of statements) this.addNamesIn(each);
  }

  private addNamesIn(node: ts.Node): void {
    if (ts.isImportTypeNode(node))
      throw new Error(`Give a type to what is declared as \`${node.parent.getText()}\`: a package cannot name that file.`);
    if (ts.isIdentifier(node)) {
      const symbol = this.program.checker.getSymbolAtLocation(node);
      if (symbol) this.addNamed(symbol);
    }
    ts.forEachChild(node, (child) => this.addNamesIn(child));
  }

  private addNamed(symbol: ts.Symbol): void {
    const target = this.target(symbol);
    if (this.isOurs(target)) {
      if ((target.declarations ?? []).every((declaration) => statementOf(declaration) !== undefined)) this.add(target);
    } else if (symbol.flags & ts.SymbolFlags.Alias) {
      const [specifier] = symbol.declarations ?? [];
      // A member of what was imported, such as the `infer` of `z.infer`.
      if (!specifier || !this.program.isOurs(specifier.getSourceFile())) return;
      const binding = ts.isImportSpecifier(specifier) ? `{ ${specifier.getText()} }` : symbol.name;
      this.imported.set(symbol.name, { module: moduleOf(symbol), binding });
    }
  }
}

/** The statement at the top of a file that a declaration is; members, parameters and the like are none. */
function statementOf(declaration: ts.Declaration): ts.Statement | undefined {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isStatement(node) && ts.isSourceFile(node.parent) ? node : undefined;
}

/** Where an imported or exported name comes from, as its statement says. */
function moduleOf(symbol: ts.Symbol): string {
  let node: ts.Node | undefined = symbol.declarations?.[0];
  while (node && !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) node = node.parent;
  const specifier = node?.moduleSpecifier;
  if (!specifier || !ts.isStringLiteral(specifier)) throw new Error(`Nothing says where ${symbol.name} comes from.`);
  return specifier.text;
}

function commentOf(statement: ts.Statement): string {
  const text = statement.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const last = comments.map(({ pos, end }) => text.slice(pos, end)).findLast((comment) => comment.startsWith('/**'));
  return last ?? '';
}
