import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import type { Answer, Credentials, Shell } from '../../oracle/ssh.ts';
import { eventually } from '../../wait.ts';

/** Any prompt of the NX-OS command line: host name, modes in parentheses, `#` or `>`. */
export const prompt = /^[\w.-]{1,63}(\([\w.@/:+-]{1,32}\))*[#>] ?$/;

/** One typed line and all that came of it. */
export interface Step {
  readonly line: string;
  readonly text: string;
  readonly asked: readonly string[];
  readonly prompt: string;
}

/** A terminal that remembers what was typed. */
export interface Terminal {
  readonly greeting: string;
  readonly prompt: string;
  /** Types a line and gives what came of it. */
  type(line: string, answers?: readonly Answer[]): Promise<Step>;
  close(): void;
}

function terminal(shell: Shell): Terminal {
  return {
    greeting: shell.greeting,
    prompt: shell.prompt,
    close: () => shell.close(),
    async type(line, answers) {
      const said = await shell.say(line, answers);
      return { line, text: said.text, asked: said.asked, prompt: said.prompt };
    },
  };
}

/** Logs in over SSH, with paging off as every tool does it. */
export async function logIn(device: Device, who?: Credentials): Promise<Terminal> {
  const opened = terminal(await device.shell(prompt, who));
  await opened.type('terminal length 0');
  await opened.type('terminal width 511');
  return opened;
}

/** Whether a line printed nothing. */
export const silent = (step: Step) => step.text.trim() === '';

/** Whether a line was refused, by the texts that tools go by. */
export const refused = (step: Step) => /^%|^ERROR|invalid|error|no such/im.test(step.text);

const yesNo: Answer = { when: /\(y\/n\)\S*\s*(\[[yn]\])?\s*$/i, say: 'y' };

/** Restarts the device or its active supervisor, and waits until somebody answers on SSH again. */
export async function restart(t: CaseContext, device: Device, by: Terminal, command: string): Promise<Step> {
  const step = await by.type(command, [yesNo]);
  by.close();
  const back = await eventually(
    () => device.login(device).catch((thrown: unknown) => notYet(thrown)),
    (seen) => seen === 'accepted',
    { withinMs: 30_000, signal: t.signal },
  );
  if (back !== 'accepted') throw new CouldNotRun(`SSH did not come back after "${command}"`);
  return step;
}

function notYet(thrown: unknown): 'unreachable' {
  if (thrown instanceof CouldNotRun) return 'unreachable';
  throw thrown;
}

/** What `copy scp:` may ask, and how the walkthrough answers. */
export function copyAnswers(password: string): readonly Answer[] {
  return [
    { when: /Enter vrf .*: ?$/, say: 'management' },
    { when: /continue connecting.*\? ?$/, say: 'yes' },
    { when: /overwrite.*\?.*$/i, say: 'y' },
    { when: /[Pp]assword: ?$/, say: password },
  ];
}

/** Fetches a file from the lab's file server by `copy scp:`, as the walkthrough does. */
export async function fetchFile(device: Device, by: Terminal, name: string, bytes: string, to: string): Promise<Step> {
  const { files } = device;
  const path = await files.put(name, Buffer.from(bytes));
  return by.type(`copy scp://${files.username}@${files.host}${path} ${to}`, copyAnswers(files.password));
}
