import { checkShape, type LabSpec } from './schema.ts';
import { parseYaml, readText, wrongShape, type YamlSource } from './yaml-source.ts';

/** A lab file as read: what it says, and where it says it. */
export interface LabFile extends Pick<YamlSource, 'line'> {
  /** As the user named it. */
  readonly path: string;
  readonly spec: LabSpec;
}

/**
 * Reads a lab file and checks its shape.
 * @throws LabError when it cannot be read, is not YAML or has the wrong shape; every problem with its line
 */
export async function readLabFile(path: string): Promise<LabFile> {
  return parseLabFile(await readText(path, 'lab file'), path);
}

/**
 * As {@link readLabFile}, from text.
 * @param path stands in messages
 */
export function parseLabFile(text: string, path: string): LabFile {
  const { raw, line } = parseYaml(text, path);
  const checked = checkShape(raw);
  if ('spec' in checked) return { path, spec: checked.spec, line };
  throw wrongShape(checked.problems, { line }, path);
}
