import { command } from '../../chassis/cli/command.ts';
import { restore } from '../configuration-file.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { rollbackPatch } from '../rollback-patch.ts';
import type { NxosState } from '../state.ts';
import { fileConfig } from './checkpoint.ts';

/** Makes a file the whole running configuration. Its texts are inferred but for the last line. */
export const configureReplace: Feature = {
  commands: [
    command<NxosState>(
      'configure replace <path:file> [best-effort|show-patch|verbose]...',
      {
        releases: (release) => releaseOf(release).configureReplace,
        help: { replace: 'Replace the running configuration by a file' },
        evidence: 'client',
        source: 'NX-API reference 5.10, 6.4',
      },
      (run, args) => {
        const { device, session } = run;
        const wanted = fileConfig(run, args.text('path'), args.has('best-effort'));
        const lines = rollbackPatch(device, session.language, device.state.config, wanted);
        const patch = lines.map((line) => `${line}\n`).join('');
        const head = 'Collecting Running-Config\nConverting to checkpoint file\n#Generating Rollback Patch\n';
        if (args.has('show-patch')) {
          return `${head}${lines.length === 0 ? 'Rollback Patch is Empty\n' : `!!\n!\n${patch}!\n`}`;
        }
        restore(device, wanted);
        return `${head}Executing Rollback Patch\n${args.has('verbose') ? patch : ''}Generating Running-config for verification\nGenerating Rollback Patch\n\nConfigure replace completed successfully.\n`;
      },
    ),
  ],
};
