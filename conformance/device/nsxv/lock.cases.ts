import { defineCase } from '../../case.ts';
import { equal, matches } from '../../judgement.ts';
import { ask } from './manager.ts';
import { logIn } from './terminal.ts';

const lockText = 'VTY configuration is locked by other VTY';
const toggle = '/api/1.0/appliance-management/components/component/SSH/toggleStatus';

/** Two sessions that want to configure. */
export const locking = defineCase({
  id: 'NV-CLI-LOCK',
  title: 'The lock of the configuration',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh();
    const enter = async () => {
      const by = await logIn(device);
      await by.type('enable');
      return { by, greeting: by.greeting, configure: await by.type('configure terminal') };
    };
    const holder = await enter();
    const other = await enter();
    await holder.by.type('exit');
    const afterExit = await other.by.type('configure terminal');
    other.by.close();
    const afterLoss = await enter();
    await ask(device, 'POST', `${toggle}/stop`);
    const stopped = await device.reachBecomes('ssh', 'refused').catch(() => 'refused' as const);
    await ask(device, 'POST', `${toggle}/start`);
    await device.reachBecomes({ port: 22 }, 'open');
    const afterRestart = await enter();
    await afterRestart.by.type('exit');
    return {
      stopped,
      greeting: other.greeting,
      refusal: other.configure,
      afterExit,
      afterLoss: afterLoss.configure,
      afterRestart: afterRestart.configure,
    };
  },
  checks: [
    {
      id: 'refused',
      requirement: 'NV-CLI-0023',
      killedBy: ['nsxv.no-lock'],
      judge: ({ refusal }) => equal(`${lockText}\n`, refusal.text),
    },
    {
      id: 'stays',
      requirement: 'NV-CLI-0024',
      killedBy: ['nsxv.no-lock', 'nsxv.one-prompt-for-all'],
      judge: ({ refusal }) => matches(/^[\w.-]+# $/, refusal.prompt, 'privileged mode'),
    },
    {
      id: 'greeting',
      requirement: 'NV-CLI-0025',
      killedBy: ['nsxv.no-lock'],
      judge: ({ greeting }) => matches(/^VTY configuration is locked by other VTY$/m, greeting, lockText),
    },
    {
      id: 'given-back',
      requirement: 'NV-CLI-0028',
      killedBy: ['nsxv.lock-never-given-back', 'nsxv.one-prompt-for-all'],
      judge: ({ afterExit }) => matches(/\(config\)# $/, afterExit.prompt, 'configuration mode'),
    },
    {
      id: 'outlives',
      requirement: 'NV-CLI-0026',
      killedBy: ['nsxv.no-lock'],
      judge: ({ afterLoss }) => equal(`${lockText}\n`, afterLoss.text),
    },
    {
      id: 'freed',
      requirement: 'NV-CLI-0027',
      killedBy: ['nsxv.lock-outlives-ssh', 'nsxv.one-prompt-for-all'],
      judge: ({ afterRestart }) => matches(/\(config\)# $/, afterRestart.prompt, 'configuration mode'),
    },
  ],
});
