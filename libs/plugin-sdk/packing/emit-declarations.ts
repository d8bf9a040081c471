import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOM = new URL('../', import.meta.url);
const ROOT = fileURLToPath(new URL('../../', ROOM));

/** The entry points of the package, by the name they are exported under. `host` stays inside. */
export const entries = {
  '.': fileURLToPath(new URL('src/index.ts', ROOM)),
  './testing': fileURLToPath(new URL('src/testing/index.ts', ROOM)),
} as const;

/** A program over the declarations of the entry points and of everything of ours that they name, made from the sources as they are. */
export interface DeclarationProgram {
  readonly checker: ts.TypeChecker;
  /** The declaration file of a source. */
  fileOf(source: string): ts.SourceFile;
  /** Whether a file is ours and not of a library. */
  isOurs(file: ts.SourceFile): boolean;
}

export function declarationProgram(): DeclarationProgram {
  const options = optionsOfTheWorkspace();
  const declarations = emitted(options);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => declarations.has(file) || fileExists(file);
  host.readFile = (file) => declarations.get(file) ?? readFile(file);
  host.getSourceFile = (file, target) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, target, true);
  };
  // Where a source would be found, its declaration is.
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      const found = resolved(text, asSource(containing), options);
      const declaration = found && asDeclaration(found.resolvedFileName);
      return declaration !== undefined && declarations.has(declaration)
        ? { resolvedModule: { ...found, resolvedFileName: declaration, extension: ts.Extension.Dts } }
        : { resolvedModule: found };
    });
  const roots = Object.values(entries).map(asDeclaration);
  const program = ts.createProgram(roots, { ...options, noEmit: true }, host);
  return {
    checker: program.getTypeChecker(),
    fileOf(source) {
      const file = program.getSourceFile(asDeclaration(source));
      if (!file) throw new Error(`No declaration was made of ${source}.`);
      return file;
    },
    isOurs: ({ fileName }) => declarations.has(fileName),
  };
}

const asDeclaration = (file: string): string => file.replace(/(?<!\.d)\.ts$/, '.d.ts');

/** Declarations name each other as the build leaves them: `./plugin.js` or `./plugin.ts` is the source `plugin.ts`. */
const asSource = (file: string): string => {
  const source = file.replace(/\.d\.ts$/, '.ts');
  return existsSync(source) ? source : file;
};

function optionsOfTheWorkspace(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}/tsconfig.base.json`, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(`${ROOT}/tsconfig.base.json`));
  return { ...options, composite: false, incremental: false, declaration: true, sourceMap: false, emitDeclarationOnly: true };
}

/** The declarations of all sources that the entry points reach, by file. */
function emitted(options: ts.CompilerOptions): ReadonlyMap<string, string> {
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => ({ resolvedModule: resolved(text, containing, options) }));
  const program = ts.createProgram(Object.values(entries), options, host);
  const texts = new Map<string, string>();
  program.emit(undefined, (file, text) => texts.set(file, text));
  return texts;
}

/** Rooms are linked into `node_modules`; of what lies there nothing would be emitted, so they are said to lie where they do. */
function resolved(name: string, from: string, options: ts.CompilerOptions): ts.ResolvedModuleFull | undefined {
  const mode = ts.ModuleKind.ESNext;
  const { resolvedModule: found } = ts.resolveModuleName(name, from, options, ts.sys, undefined, undefined, mode);
  return found?.extension === ts.Extension.Ts ? { ...found, isExternalLibraryImport: false } : found;
}
