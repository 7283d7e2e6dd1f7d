import { join } from 'node:path';
import type { IdentityPool } from '../certs/pool.ts';
import type { Identity } from '../simulators/chassis/kind.ts';
import type { FactoryIdentities } from '../simulators/chassis/surroundings.ts';

/**
 * Factory certificates and SSH host keys from the pool of the certificate workshop. The workshop is not even loaded
 * before a first handshake asks for one.
 */
export class PooledIdentities implements FactoryIdentities {
  readonly #directory: string | undefined;
  readonly #tell: (problem: string) => void;
  #pool: Promise<IdentityPool> | undefined;

  /**
   * @param directory under which the pool is kept; in memory without it
   * @param tell told once where the directory cannot be used
   */
  constructor(directory: string | undefined, tell: (problem: string) => void) {
    this.#directory = directory && join(directory, 'identities');
    this.#tell = tell;
  }

  async get(
    kind: string,
    subject: readonly (readonly [string, string])[],
    notBefore: number,
    notAfter: number,
    seed: string,
  ): Promise<Identity> {
    const pool = await this.#open();
    return pool.identity(
      {
        kind,
        subject: subject.map(([type, value]) => [{ type, value }]),
        validity: { notBefore: new Date(notBefore), notAfter: new Date(notAfter) },
      },
      seed,
    );
  }

  async hostKey(kind: string, seed: string, nth = 0): Promise<string> {
    const pool = await this.#open();
    const { exportKey } = await import('../certs/key.ts');
    const key = await pool.key(kind, 'rsa-2048', pool.slotOf(kind, seed) + nth);
    return exportKey(key, { form: 'traditional' });
  }

  #open(): Promise<IdentityPool> {
    this.#pool ??= import('../certs/pool.ts').then(
      ({ IdentityPool }) => new IdentityPool({ directory: this.#directory, onProblem: this.#tell }),
    );
    return this.#pool;
  }
}
