import type { ShellFace } from '../../chassis/ssh/face.ts';
import type { NsxState } from '../state.ts';
import { languageOf } from './language.ts';

/** SSH to a manager node. @source NSX reference 10.1 */
export const shell: ShellFace<NsxState> = {
  identification: () => 'OpenSSH_8.2p1',
  question: { title: '', prompt: 'Password: ' },
  language: languageOf,
  loginTimeout: 120_000,
  attempts: 3,
};
