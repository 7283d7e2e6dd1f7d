import type { MoClass } from './class.ts';
import { refusals } from './error.ts';

/**
 * One-shot tasks. A checkpoint is the one there is; it is done when the reply leaves, and asked for in the CLI's words.
 * @source documented: NX-API REST SDK guide, Creating Checkpoints and Verifying Tasks (reference 8.4)
 */
const checkpointTask: MoClass = {
  name: 'topSystemCreateCheckpointLTask',
  rn: 'topSystemCreateCheckpointLTask',
  configurable: ['adminSt', 'delete', 'description', 'filename', 'freq', 'name'],
  task: true,
  attributes({ state }) {
    const made = Object.entries(state.store.checkpoints);
    const [newest, ...others] = made;
    if (!newest) return undefined;
    const [name, { description = '' }] = others.reduce((last, one) => (one[1].at >= last[1].at ? one : last), newest);
    return {
      adminSt: 'start',
      delete: 'no',
      descr: '',
      description,
      filename: '',
      freq: 'one-shot',
      name,
      peerClassId: 'topSystemCreateCheckpointRslt',
      persistentOnReload: 'true',
      rSz: '100',
      rTm: '00:00:00:00.000',
      startTs: 'never',
      type: 'clear',
    };
  },
  write({ wanted }) {
    const { adminSt, name = '', description = '', filename = '' } = wanted;
    if (adminSt === undefined) return [];
    if (adminSt !== 'start') throw refusals.badValue('adminSt', adminSt, 'topSystemCreateCheckpointLTask');
    if (wanted.delete === 'yes') return [`no checkpoint ${name}`];
    if (filename !== '') return [`checkpoint file ${filename}`];
    const words = description === '' ? '' : ` description ${description}`;
    return [`checkpoint${name === '' ? '' : ` ${name}`}${words}`];
  },
};

/** `sys/action`: what is done once; a task that was done tells of itself. */
export const actions: MoClass = {
  name: 'actionLCont',
  rn: 'action',
  configurable: [],
  attributes: () => ({}),
  children: [
    {
      name: 'actionLSubj',
      rn: 'lsubj-[sys]',
      configurable: [],
      attributes: () => ({ oDn: 'sys' }),
      children: [checkpointTask],
    },
  ],
};
