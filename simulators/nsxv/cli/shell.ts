import type { ShellFace } from '../../chassis/ssh/face.ts';
import type { NsxvState } from '../state.ts';
import { languageOf } from './language.ts';

/** SSH to a manager: local accounts only, nothing said before the login. @source NSX-v reference 8.2 */
export const shell: ShellFace<NsxvState> = {
  identification: () => 'OpenSSH_6.6.1',
  question: { title: '', prompt: 'Password: ' },
  language: languageOf,
  loginTimeout: 120_000,
  attempts: 3,
};
