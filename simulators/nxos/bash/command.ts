import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import type { NxosState } from '../state.ts';
import { mayBash, openBash, runBash } from './bash.ts';

/** The prompt of the switch's bash. @source inferred: bash 4.3 of these trains shows its own name and version */
const prompt = 'bash-4.3$ ';

/** `run bash`: the shell itself, or one line of it. */
export const bashShell: Feature = {
  commands: [
    command<NxosState>(
      'run bash [<script:line>]',
      {
        needs: ({ config }) => config.features['bash-shell'] === true,
        help: { run: 'Execute/run program', bash: 'Linux-bash' },
        interactive: true,
        evidence: 'documented',
        source: 'NX-API reference 2.8',
      },
      ({ device, session, ask, print, interactive, fail }, args) => {
        if (!mayBash(session.roles)) fail('% Permission denied for the role');
        const bash = openBash(device, session.user);
        const script = args.find('script');
        if (script !== undefined) return runBash(bash, script).text;
        if (!interactive) return undefined;
        return (async () => {
          while (!bash.ended) print(runBash(bash, await ask(prompt)).text);
          return undefined;
        })();
      },
    ),
  ],
};
