import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAgentPackage } from '../../fixtures/asa/agent-package.ts';
import { agentPackages } from '../../fixtures/asa/agent-packages.ts';
import type { Pair } from './materials.ts';

/** Writes files into one folder, for their owner alone. */
export class Files {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  /** A folder in it. */
  sub(name: string): Files {
    const folder = join(this.folder, name);
    mkdirSync(folder, { mode: 0o700 });
    return new Files(folder);
  }
  /** @returns its path */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
  /** A package of the ASA's agent, where file servers find it. */
  agentPackage(name: string, version: string): void {
    const facts = agentPackages.find((one) => one.version === version);
    if (!facts) throw new Error(`there is no agent package ${version}`);
    const folder = join(this.folder, 'served');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), makeAgentPackage(facts));
  }
  /** A certificate and its key, in PEM. */
  pair(name: string, { certificate, key }: Pair): { certFile: string; keyFile: string } {
    return { certFile: this.write(`${name}-cert.pem`, certificate), keyFile: this.write(`${name}-key.pem`, key) };
  }
  /** Where a pair lies, or will. */
  pathsOf(name: string): { certFile: string; keyFile: string } {
    return { certFile: join(this.folder, `${name}-cert.pem`), keyFile: join(this.folder, `${name}-key.pem`) };
  }
  /** Takes all away that lies here. */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { recursive: true, force: true });
  }
}
