import { command, type Run } from '../../chassis/cli/command.ts';
import { toMultiple, toSingle } from '../contexts/convert.ts';
import { isMultiple } from '../contexts/view.ts';
import type { Feature } from '../feature.ts';
import type { AsaState } from '../state.ts';

async function isSure(run: Run<AsaState>, question: string): Promise<boolean> {
  const answer = (await run.ask(question, { default: '' })).trim().toLowerCase();
  return answer === '' || answer.startsWith('y');
}

async function changeMode(run: Run<AsaState>, multiple: boolean, quiet: boolean): Promise<string | undefined> {
  const { device } = run;
  const mode = `Security context mode: ${multiple ? 'multiple' : 'single'} \n`;
  if (isMultiple(device) === multiple) return mode;
  if (!quiet) {
    run.print('WARNING: This command will change the behavior of the device\n');
    run.print('WARNING: This command will initiate a Reboot\n');
    if (!(await isSure(run, 'Proceed with change mode? [confirm] '))) return undefined;
    if (multiple && !(await isSure(run, 'Convert the system configuration? [confirm] '))) return undefined;
  }
  const said = multiple
    ? [
        '!',
        'The old running configuration file will be written to disk0',
        'Converting the configuration - this may take several minutes for a large configuration',
        'The admin context configuration will be written to disk0',
        'The new running configuration file was written to disk0',
        '',
      ].join('\n')
    : '!\n';
  device.change((draft) => (multiple ? toMultiple(draft, device) : toSingle(draft)));
  run.close();
  setImmediate(() => void device.reboot('mode'));
  return `${said}${mode}***\n*** --- SHUTDOWN NOW ---\n***\n*** Message to all terminals:\n***\n***   change mode\nRebooting... (status 0x9)\n`;
}

/** One security context or several; the box restarts between the two. @source documented: reference 10; words as in the vendor's books, approximate */
export const mode: Feature = {
  commands: [
    command<AsaState>(
      'mode [noconfirm] {single|multiple}',
      { mode: 'config', evidence: 'documented', source: 'reference 10', interactive: true },
      (run, args) => changeMode(run, args.has('multiple'), args.has('noconfirm')),
    ),
  ],
};
