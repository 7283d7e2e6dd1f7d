import { parseAst } from 'vitest/node';

/** One place where a module names another one. */
export interface Import {
  /** As written: `../chassis/state.ts`, `fastify`, `node:fs`. */
  specifier: string;
  line: number;
  /** Whether nothing of it is left at run time: `import type`, `export type`, `import('…').Name` in a type. */
  typeOnly: boolean;
}

/**
 * Every import of a TypeScript module in the order of its text: static and dynamic ones, re-exports, types, and files
 * named by `new URL('…', import.meta.url)` as for a worker. A module named by a computed string is not seen.
 *
 * @param path how the module is called in a message.
 * @throws SyntaxError when the text is not TypeScript.
 */
export function readImports(source: string, path = 'module.ts'): Import[] {
  const found: Import[] = [];
  visit(parse(source, path), (node) => {
    const named = namedModule(node);
    if (named === undefined) return;
    const line = source.slice(0, named.start).split('\n').length;
    found.push({ specifier: named.value, line, typeOnly: isTypeOnly(node) });
  });
  return found;
}

function parse(source: string, path: string): unknown {
  try {
    return parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }, path);
  } catch (error) {
    throw new SyntaxError(`${path} is not TypeScript: ${error instanceof Error ? error.message : error}`);
  }
}

type Node = Record<string, unknown> & { type: string };

interface Text {
  value: string;
  start: number;
}

function namedModule(node: Node): Text | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return text(node.source);
    case 'TSExternalModuleReference':
      return text(node.expression);
    case 'NewExpression':
      return ownFile(node);
    default:
      return undefined;
  }
}

/** The first argument of `new URL('…', import.meta.url)`. */
function ownFile(node: Node): Text | undefined {
  const [file, base] = Array.isArray(node.arguments) ? node.arguments : [];
  const isUrl = isNode(node.callee) && node.callee.name === 'URL';
  const isOwn = isNode(base) && isNode(base.object) && base.object.type === 'MetaProperty';
  const named = text(file);
  return isUrl && isOwn && named && /\.[cm]?[jt]s$/.test(named.value) ? named : undefined;
}

function isTypeOnly(node: Node): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

function text(node: unknown): Text | undefined {
  if (!isNode(node) || node.type !== 'Literal') return undefined;
  return typeof node.value === 'string' && typeof node.start === 'number'
    ? { value: node.value, start: node.start }
    : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const entry of value) visit(entry, see);
  if (!isNode(value)) return;
  see(value);
  for (const part of Object.values(value)) if (typeof part === 'object') visit(part, see);
}
