import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { AsaState } from '../state.ts';

const documented = { mode: 'config', evidence: 'documented' } as const;

/** Time servers and their keys. @source reference 2.12 */
export const ntp: Feature = {
  words: ['ntp'],
  commands: [
    command<AsaState>('ntp authenticate', { ...documented, no: true }, (run) =>
      configure(run, ({ ntp: time }) => {
        if (run.negated) delete time.authenticate;
        else time.authenticate = true;
      }),
    ),
    command<AsaState>(
      'ntp authentication-key <number:1-4294967295> md5 <value:secret>',
      { ...documented, no: 'ntp authentication-key <number:1-4294967295> [md5 <value:secret>]' },
      (run, args) => {
        const number = String(args.number('number'));
        configure(run, ({ ntp: time }) => {
          if (run.negated) delete time.keys[number];
          else time.keys[number] = args.text('value');
        });
      },
    ),
    command<AsaState>('ntp trusted-key <number:1-4294967295>', { ...documented, no: true }, (run, args) => {
      const number = String(args.number('number'));
      configure(run, ({ ntp: time }) => {
        const others = time.trusted.filter((one) => one !== number);
        time.trusted = run.negated ? others : [...others, number];
      });
    }),
    command<AsaState>(
      'ntp server <address:word> [key <key:1-4294967295>] [source <source:word>] [prefer]',
      { ...documented, no: true },
      (run, args) => {
        const address = args.text('address');
        const key = args.findNumber('key');
        const source = args.find('source');
        configure(run, ({ ntp: { servers } }) => {
          if (run.negated) delete servers[address];
          else {
            servers[address] = {
              ...(key !== undefined && { key }),
              ...(source !== undefined && { interface: source }),
              ...(args.has('prefer') && { prefer: true }),
            };
          }
        });
      },
    ),
  ],
  render: ({ ntp: time }, { plain }) => [
    ...Object.entries(time.keys).map(
      ([number, value]) => `ntp authentication-key ${number} md5 ${plain ? value : '*****'}`,
    ),
    ...(time.authenticate ? ['ntp authenticate'] : []),
    ...time.trusted.map((number) => `ntp trusted-key ${number}`),
    ...Object.entries(time.servers).map(
      ([address, { key, interface: nameif, prefer }]) =>
        `ntp server ${address}${key === undefined ? '' : ` key ${key}`}${nameif === undefined ? '' : ` source ${nameif}`}${prefer ? ' prefer' : ''}`,
    ),
  ],
};
