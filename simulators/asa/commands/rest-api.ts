import { command } from '../../chassis/cli/command.ts';
import { agentStarts, startAgent, verifyPackage } from '../agent.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

/** The REST agent: its package and its being on. @source reference 2.5 */
export const restApi: Feature = {
  words: ['rest-api'],
  commands: [
    command<AsaState>(
      'rest-api image <path:word>',
      { mode: 'config', evidence: 'documented', source: 'walkthrough; reference 2.5' },
      (run, args) => {
        const path = args.text('path');
        // Text that is fed back is believed: the file is looked at when the agent starts.
        if (run.session.transport !== 'file') verifyPackage(run.device, path);
        configure(run, ({ restApi: agent }) => {
          agent.image = path;
        });
      },
    ),
    command<AsaState>(
      'no rest-api image [<path:word>]',
      { mode: 'config', evidence: 'documented', source: 'reference 2.5' },
      (run) => {
        if (run.device.state.config.restApi.agent) run.fail(texts.stopFirst);
        configure(run, ({ restApi: agent }) => {
          delete agent.image;
        });
      },
    ),
    command<AsaState>(
      'rest-api agent',
      { mode: 'config', no: true, evidence: 'documented', source: 'walkthrough; reference 2.5' },
      (run) => {
        if (run.negated) {
          configure(run, ({ restApi: agent }, { run: now }) => {
            delete agent.agent;
            now.agent = 'off';
            now.pending = now.pending.filter(({ what }) => what !== agentStarts);
          });
          return;
        }
        const { restApi: agent } = run.device.state.config;
        if (agent.image === undefined) run.fail(texts.noImage);
        configure(run, (config, { run: now }) => startAgent(config, now, run.device));
      },
    ),
    command<AsaState>(
      'clear configure rest-api',
      { mode: 'config', evidence: 'documented', source: 'reference 2.5' },
      (run) =>
        configure(run, (config, { run: now }) => {
          config.restApi = {};
          now.agent = 'off';
          now.pending = now.pending.filter(({ what }) => what !== agentStarts);
        }),
    ),
    command<AsaState>('show rest-api agent', { evidence: 'recorded', source: 'reference 2.5' }, ({ device }) =>
      device.state.config.restApi.agent ? texts.agentOn : texts.agentOff,
    ),
  ],
  render: ({ restApi: { image, agent } }) => [
    ...(image === undefined && !agent ? [] : ['!']),
    ...(image === undefined ? [] : [`rest-api image ${image}`]),
    ...(agent ? ['rest-api agent '] : []),
  ],
};
