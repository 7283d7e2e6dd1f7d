import { describe, expect, it } from 'vitest';
import { readImports } from './imports.ts';

const specifiers = (source: string): string[] => readImports(source).map((one) => one.specifier);

describe('the imports of a module', () => {
  it.each([
    ['a value', "import { a } from './a.ts'"],
    ['a default and a namespace', "import a, * as b from './a.ts'"],
    ['nothing but its effects', "import './a.ts'"],
    ['a type', "import type { A } from './a.ts'"],
    ['a re-export', "export { a } from './a.ts'"],
    ['a re-export of all', "export * from './a.ts'"],
    ['a dynamic import', "const load = async () => (await import('./a.ts')).a"],
    ['a type of a dynamic import', "type A = import('./a.ts').A"],
    ['an assertion of types', "const a = b as typeof import('./a.ts')"],
    ['an import assignment', "import a = require('./a.ts')"],
    ['a worker', "new Worker(new URL('./a.ts', import.meta.url))"],
  ])('has %s', (_name, source) => {
    expect(specifiers(source)).toEqual(['./a.ts']);
  });

  it.each([
    ['a comment', "// import './a.ts'\n/* export * from './a.ts' */"],
    ['a string', 'const text = "import \'./a.ts\'"'],
    ['a template', "const text = `\nimport './a.ts'\n`"],
    ['a regular expression', "const rule = /import '.\\/a.ts'/"],
    ['a method called import', "loader.import('./a.ts')"],
    ['an address', "new URL('./a.ts', 'http://127.0.0.1')"],
    ['a picture beside it', "new URL('./a.png', import.meta.url)"],
  ])('has none in %s', (_name, source) => {
    expect(specifiers(source)).toEqual([]);
  });

  it('tells the line, and types from values', () => {
    const source = "import './a.ts';\n\nimport type { B } from './b.ts';\nimport { type C } from './c.ts';\n";
    expect(readImports(source)).toEqual([
      { specifier: './a.ts', line: 1, typeOnly: false },
      { specifier: './b.ts', line: 3, typeOnly: true },
      { specifier: './c.ts', line: 4, typeOnly: false },
    ]);
  });

  it('refuses what is not TypeScript', () => {
    expect(() => readImports('import from from from', 'certs/leaf.ts')).toThrow(/^certs\/leaf.ts is not TypeScript: /);
  });
});
