import { defineCase } from '../../case.ts';
import { all, equal, holds, matches, unseen } from '../../judgement.ts';
import type { Reach } from '../../oracle/probe.ts';
import { put, type Reply, reply } from './ins.ts';
import { wasRefused } from './shown.ts';
import { logIn, type Step } from './terminal.ts';
import { enabled, factoryFresh, httpsPort, oldHttpsPort } from './walkthrough.ts';

const httpPort = 8080;

interface Opened {
  readonly clear: Reply;
  readonly beyond: Step;
  readonly afterBeyond: Reach;
  readonly noHttps: Step;
  readonly afterNoHttps: Reach;
  readonly httpAfterNoHttps: Reach;
  readonly afterNoFeature: { readonly http: Reach; readonly https: Reach; readonly defaultHttps: Reach };
  readonly shown: Step;
}

/** Opening, closing and switching off. */
export const listening = defineCase<Opened>({
  id: 'NX-LSN-PORTS',
  title: 'HTTP on a port of choice, a port that is none, no HTTPS, and the feature switched off',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const by = await enabled(device);
    await by.type(`nxapi http port ${httpPort}`);
    await device.reachBecomes({ port: httpPort }, 'open');
    const clear = reply(await put(device, { port: httpPort }, 'cli_show', 'show hostname', { over: 'plain' }));
    const beyond = await by.type('nxapi https port 70000');
    const afterBeyond = await device.reach({ port: httpsPort });
    const noHttps = await by.type('no nxapi https');
    const afterNoHttps = await device.reachBecomes({ port: httpsPort }, 'refused');
    const httpAfterNoHttps = await device.reach({ port: httpPort });
    await by.type(`nxapi https port ${httpsPort}`);
    await by.type('no feature nxapi');
    const afterNoFeature = {
      http: await device.reachBecomes({ port: httpPort }, 'refused'),
      https: await device.reachBecomes({ port: httpsPort }, 'refused'),
      defaultHttps: await device.reach({ port: oldHttpsPort }),
    };
    return {
      clear,
      beyond,
      afterBeyond,
      noHttps,
      afterNoHttps,
      httpAfterNoHttps,
      afterNoFeature,
      shown: await by.type('show nxapi'),
    };
  },
  checks: [
    {
      id: 'in-the-clear',
      requirement: 'NX-LSN-0013',
      killedBy: ['nxos.http-redirects'],
      judge: ({ clear }) => all(equal(200, clear.status), holds(clear.outputs.length === 1, 'one output', clear.text)),
    },
    {
      id: 'no-redirect',
      requirement: 'NX-LSN-0019',
      killedBy: ['nxos.http-redirects'],
      judge: ({ clear }) => holds(clear.status < 300 || clear.status > 399, 'no redirection', clear.status),
    },
    {
      id: 'beyond',
      requirement: 'NX-LSN-0015',
      killedBy: ['nxos.refuses-in-silence'],
      judge: ({ beyond, afterBeyond }) => all(wasRefused(beyond), equal('open', afterBeyond)),
    },
    {
      id: 'no-https',
      requirement: 'NX-LSN-0014',
      judge: ({ afterNoHttps, httpAfterNoHttps }) =>
        httpAfterNoHttps === 'open' ? equal('refused', afterNoHttps) : unseen('nothing was left of NX-API'),
      killedBy: ['nxos.old-port-stays-open'],
    },
    {
      id: 'off',
      requirement: 'NX-LSN-0012',
      killedBy: ['nxos.http-stays-open', 'nxos.old-port-stays-open', 'nxos.on-from-the-start'],
      judge: ({ afterNoFeature }) =>
        equal({ http: 'refused', https: 'refused', defaultHttps: 'refused' }, afterNoFeature),
    },
    {
      id: 'disabled',
      requirement: 'NX-SHOW-0010',
      killedBy: ['nxos.off-without-a-word'],
      judge: ({ shown }) => matches(/disabled/i, shown.text, 'the word "disabled" in `show nxapi`'),
    },
  ],
});

/** What there is before the feature is enabled, and right after. */
export const enabling = defineCase({
  id: 'NX-LSN-ENABLE',
  title: 'NX-API lines before and after `feature nxapi`',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const by = await logIn(device);
    const shown = await by.type('show nxapi');
    await by.type('configure terminal');
    const line = await by.type('nxapi https port 8443');
    await by.type('feature nxapi');
    return { shown, line, defaults: await by.type('show run all | inc nxapi') };
  },
  checks: [
    {
      id: 'disabled',
      requirement: 'NX-SHOW-0010',
      killedBy: ['nxos.off-without-a-word'],
      judge: ({ shown }) => matches(/disabled/i, shown.text, 'the word "disabled" in `show nxapi`'),
    },
    {
      id: 'no-such-line',
      requirement: 'NX-CLI-0007',
      killedBy: ['nxos.no-marker', 'nxos.refuses-in-silence'],
      judge: ({ line }) =>
        matches(/^% Invalid command at '\^' marker\.$/m, line.text, "% Invalid command at '^' marker."),
    },
    {
      id: 'defaults-shown',
      requirement: 'NX-SHOW-0018',
      killedBy: ['nxos.features-unshown'],
      judge: ({ defaults }) => matches(/^feature nxapi$/m, defaults.text, 'feature nxapi'),
    },
  ],
});
