import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import type { Answer, Credentials, Said, Shell } from '../../oracle/ssh.ts';
import { apiUser } from './manager.ts';

/** Prompts of the manager: name, mode in parentheses, `>` or `#`, and a blank. */
export const prompt = /^[\w.-]{1,63}(\([\w-]+\))?[#>] $/;

/** One typed line and all that came of it. */
export type Step = Pick<Said, 'text' | 'prompt' | 'asked'>;

/** A terminal of the manager. */
export interface Terminal {
  readonly greeting: string;
  readonly prompt: string;
  type(line: string): Promise<Step>;
  close(): void;
}

/** Logs in; `enable` is answered with the password of privileged mode. */
export async function logIn(device: Device, who?: Credentials): Promise<Terminal> {
  const shell: Shell = await device.shell(prompt, who);
  const { enablePassword } = device;
  const answers: readonly Answer[] = [{ when: /^Password: ?$/, say: enablePassword }];
  return {
    greeting: shell.greeting,
    prompt: shell.prompt,
    close: () => shell.close(),
    async type(line) {
      const { text, prompt: next, asked } = await shell.say(line, answers);
      return { text: text.replace(/^Password: ?\n/, ''), prompt: next, asked };
    },
  };
}

/** Makes the account of the how-to, with its privilege. */
export async function makeAccount(t: CaseContext, device: Device): Promise<void> {
  t.secret('password', apiUser.password);
  const by = await logIn(device);
  await by.type('enable');
  await by.type('configure terminal');
  await by.type(`user ${apiUser.username} password plaintext ${apiUser.password}`);
  await by.type(`user ${apiUser.username} privilege web-interface`);
  await by.type('exit');
  await by.type('exit');
  by.close();
}
