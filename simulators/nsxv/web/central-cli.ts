import { Session } from '../../chassis/cli/session.ts';
import { centralLanguageOf } from '../cli/language.ts';
import { textOf } from './body.ts';
import { failures } from './failure.ts';
import type { Operation } from './operation.ts';

/** One command of the central CLI; what it prints is what SSH shows. @source documented: NSX API guide; recorded: sneaku.com */
export const centralCli: readonly Operation[] = [
  {
    route: 'POST /api/1.0/nsx/cli',
    name: 'nsxCli',
    feature: 'any',
    takes: { root: 'nsxcli' },
    plain: true,
    async answer({ device, caller, body, query }) {
      if (query.get('action') !== 'execute') throw failures.invalid('The parameter action must be execute.');
      const command = textOf(body, 'command') ?? '';
      const who = { user: caller.login, roles: ['cli'], from: '', transport: 'api' } as const;
      const session = new Session(device, centralLanguageOf(device), who);
      const { text } = await session.execute(command);
      session.close();
      return { text };
    },
  },
];
