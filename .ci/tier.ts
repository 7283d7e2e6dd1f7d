import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What the tiers differ in; times in milliseconds. */
interface Tier {
  include: string[];
  exclude?: string[];
  /** Modules to be called once before the tests, after the build. */
  globalSetup?: string[];
  testTimeout: number;
  hookTimeout: number;
}

/**
 * The settings that all tiers share. Tests wait for sockets and for other programs more than they compute, so four
 * workers pay even where there are only two cores. A worker keeps what it has loaded from file to file, which saves a
 * quarter of the time; so a file puts back whatever it changes of the process.
 */
export function tier({ exclude = [], globalSetup = [], ...own }: Tier): ReturnType<typeof defineConfig> {
  return defineConfig({
    test: {
      ...own,
      exclude: ['**/node_modules/**', '.venv/**', 'dist*/**', ...exclude],
      // What a command prints is judged as text, wherever the tests run: colours come with a terminal, and with CI=true.
      env: { NO_COLOR: '1' },
      globalSetup: ['.ci/built.ts', ...globalSetup],
      reporters: ['default', '.ci/closing-line.ts'],
      pool: 'forks',
      isolate: false,
      maxWorkers: Math.max(4, availableParallelism()),
    },
  });
}
