import { type CheckDraft, defineCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import { all, holds, matches } from '../../judgement.ts';
import { copied, presents, presentsAnother, presentsFactory } from './shown.ts';
import { showing } from './shows.checks.ts';
import { logIn, restart, type Step, type Terminal } from './terminal.ts';
import { configuring, copying, installing, type Walk } from './walkthrough.checks.ts';
import {
  configureListeners,
  copyFiles,
  copyToStandby,
  factoryFresh,
  httpsPort,
  installCertificate,
  look,
  ports,
  type Sight,
  type StandbyCopied,
  walkthroughPair,
} from './walkthrough.ts';

/** The walkthrough from a factory-fresh box to the saved configuration, all of it over SSH. */
async function walk(t: CaseContext, device: Device, toStandby: boolean) {
  const pair = await walkthroughPair(t);
  const by = await logIn(device);
  const before = await ports(device);
  const first = await copyFiles(device, by, pair);
  const standby = toStandby ? await copyToStandby(by) : undefined;
  const configured = await configureListeners(device, by);
  const installed = await installCertificate(device, by, pair);
  const save = await by.type('copy run start');
  const end = await by.type('end');
  const sight = await look(device, by);
  return { by, standby, walked: { before, copied: first, configured, installed, save, end, sight } };
}

/** Restarts, and looks as soon as HTTPS is there or the device's settling time is over. */
async function restartAndLook(t: CaseContext, device: Device, by: Terminal, command: string) {
  const step = await restart(t, device, by, command);
  const again = await logIn(device);
  await device.reachBecomes({ port: httpsPort }, 'open');
  return { step, sight: await look(device, again) };
}

const sameOnBoth: readonly CheckDraft<Walk>[] = [...copying, ...configuring, ...installing, ...showing];

interface OneSupervisor extends Walk {
  readonly standby: StandbyCopied;
  readonly reload: Step;
}

/** The walkthrough on a switch with one supervisor. */
export const oneSupervisor = defineCase<OneSupervisor>({
  id: 'NX-WALK-1',
  title: 'The walkthrough on one supervisor, over SSH, and a reload after it',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const { by, walked, standby } = await walk(t, device, true);
    const { step, sight } = await restartAndLook(t, device, by, 'reload');
    if (!standby) throw new Error('the walk left the standby out');
    return { ...walked, standby, reload: step, afterReload: sight };
  },
  checks: [
    ...sameOnBoth,
    {
      id: 'no-second-supervisor',
      requirement: 'NX-FILE-0010',
      killedBy: ['nxos.copies-anywhere'],
      judge: ({ standby }) =>
        all(
          holds(
            !/Copy complete/.test(standby.certificate.text),
            'no completed copy to sup-2',
            standby.certificate.text,
          ),
          holds(!/nxapi-cert\.pem$/m.test(standby.standby.text), 'no such file on sup-2', standby.standby.text),
        ),
    },
    {
      id: 'reload-asks',
      requirement: 'NX-SAVE-0007',
      killedBy: ['nxos.reload-asks-otherwise'],
      judge: ({ reload }) =>
        matches(
          /^This command will reboot the system\. \(y\/n\)\? {2}\[n\] $/m,
          reload.asked.join('\n'),
          '"This command will reboot the system. (y/n)?  [n] "',
        ),
    },
  ],
});

interface TwoSupervisors extends Walk {
  readonly standby: StandbyCopied;
  readonly afterSwitchover: Sight;
}

/** The walkthrough on a switch with two supervisors, the files on both. */
export const twoSupervisors = defineCase<TwoSupervisors>({
  id: 'NX-WALK-2',
  title: 'The walkthrough on two supervisors, over SSH, a switchover and a reload after it',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  timeoutMs: 90_000,
  async drive(t) {
    const device = await t.fresh(factoryFresh(2));
    const { by, walked, standby } = await walk(t, device, true);
    const { sight: afterSwitchover } = await restartAndLook(t, device, by, 'system switchover');
    const { sight: afterReload } = await restartAndLook(t, device, await logIn(device), 'reload');
    if (!standby) throw new Error('the walk left the standby out');
    return { ...walked, standby, afterSwitchover, afterReload };
  },
  checks: [
    ...sameOnBoth,
    {
      id: 'mkdir-on-standby',
      requirement: 'NX-FILE-0008',
      killedBy: ['nxos.dir-without-usage'],
      judge: ({ standby }) =>
        all(
          matches(/Usage for bootflash:/, standby.standby.text, 'a listing of `dir bootflash://sup-2/nxapi`'),
          holds(!/ sup-2\/?$/m.test(standby.active.text), 'nothing called sup-2 on the active', standby.active.text),
        ),
    },
    {
      id: 'copied-to-standby',
      requirement: 'NX-FILE-0009',
      killedBy: ['nxos.copies-quietly', 'nxos.digests-in-capitals'],
      judge: ({ standby, copied: { wantedSha256 } }) =>
        all(
          copied(standby.certificate),
          copied(standby.key),
          holds(standby.sha256.text.includes(wantedSha256), `the digest ${wantedSha256}`, standby.sha256.text),
        ),
    },
    {
      id: 'served-after-switchover',
      requirement: 'NX-HA-0001',
      judge: ({ afterSwitchover, installed: { installed } }) => presents(afterSwitchover.presented, installed.sha256),
      killedBy: ['nxos.old-certificate-still-served'],
    },
    {
      id: 'ports-after-switchover',
      requirement: 'NX-HA-0004',
      killedBy: ['nxos.http-always', 'nxos.http-stays-open', 'nxos.old-port-stays-open'],
      judge: ({ afterSwitchover: { ports: seen } }) =>
        all(
          holds(seen.https === 'open', 'port 8443 open', seen.https),
          holds(seen.http === 'refused', 'port 80 refused', seen.http),
          holds(seen.oldHttps === 'refused', 'port 443 refused', seen.oldHttps),
        ),
    },
  ],
});

/** Two supervisors, the files on the active one only: what the walkthrough warns of. */
export const forgottenStandby = defineCase({
  id: 'NX-WALK-3',
  title: 'Two supervisors, the files not copied to the standby, and a switchover',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const device = await t.fresh(factoryFresh(2));
    const { by, walked } = await walk(t, device, false);
    const { sight } = await restartAndLook(t, device, by, 'system switchover');
    return { installed: walked.installed.installed, before: walked.sight.presented, after: sight.presented };
  },
  checks: [
    {
      id: 'not-served',
      requirement: 'NX-HA-0002',
      judge: ({ after, installed }) => presentsAnother(after, installed.sha256),
      killedBy: ['nxos.standby-shares-flash'],
    },
    {
      id: 'factory-served',
      requirement: 'NX-HA-0003',
      killedBy: ['nxos.another-own-certificate', 'nxos.standby-shares-flash'],
      judge: ({ after }) => presentsFactory(after),
    },
  ],
});

/** The walkthrough without its last line. */
export const unsaved = defineCase({
  id: 'NX-WALK-4',
  title: 'The walkthrough without `copy run start`, and a reload',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const pair = await walkthroughPair(t);
    const by = await logIn(device);
    await copyFiles(device, by, pair);
    await configureListeners(device, by);
    await installCertificate(device, by, pair);
    await by.type('end');
    await restart(t, device, by, 'reload');
    return look(device, await logIn(device));
  },
  checks: [
    {
      id: 'configuration-gone',
      requirement: 'NX-SAVE-0004',
      judge: ({ ports: seen, runningConfig }) =>
        all(
          holds(seen.https === 'refused', 'port 8443 refused', seen.https),
          holds(!/^nxapi https port/m.test(runningConfig.text), 'no NX-API lines', runningConfig.text),
        ),
      killedBy: ['nxos.save-unasked', 'nxos.old-port-stays-open'],
    },
    {
      id: 'files-there',
      requirement: 'NX-SAVE-0005',
      killedBy: ['nxos.flash-lost', 'nxos.names-in-capitals'],
      judge: ({ listing }) => matches(/ nxapi-cert\.pem$/m, listing.text, '"nxapi-cert.pem" in `dir bootflash:nxapi`'),
    },
    {
      id: 'disabled-again',
      requirement: 'NX-SHOW-0010',
      killedBy: ['nxos.off-without-a-word', 'nxos.save-unasked'],
      judge: ({ showNxapi }) => matches(/disabled/i, showNxapi.text, 'the word "disabled" in `show nxapi`'),
    },
  ],
});
