import { defineCase } from '../../case.ts';
import { CouldNotRun } from '../../errors.ts';
import { all, equal, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import { type AskOptions, only, put, type Reply, reply } from './ins.ts';
import { presents } from './shown.ts';
import { logIn } from './terminal.ts';
import {
  copyFiles,
  factoryFresh,
  httpPort,
  httpsPort,
  look,
  oldHttpsPort,
  ports,
  walkthroughPair,
} from './walkthrough.ts';

/** A reply, or the reason why none came: moving the very port that one speaks to may cost the answer. */
type Heard = Reply | { readonly lost: string };

const accepted = (heard: Heard): Judgement =>
  'lost' in heard
    ? unseen(`the reply was lost: ${heard.lost}`)
    : all(
        equal(200, heard.status),
        holds(
          heard.outputs.every(({ code }) => String(code) === '200'),
          'code 200',
          heard.text,
        ),
      );

/** The lines of "Configure the Switch" sent as `cli_conf`, the last ones to the port which the first ones opened. */
export const throughApi = defineCase({
  id: 'NX-WALK-API',
  title: 'The walkthrough with its configuration lines sent through NX-API',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const pair = await walkthroughPair(t);
    const by = await logIn(device);
    await copyFiles(device, by, pair);
    await by.type('configure terminal');
    await by.type('feature nxapi');
    await by.type('end');
    const encrypted = (await device.reachBecomes({ port: oldHttpsPort }, 'open')) === 'open';
    const first = encrypted
      ? ({ port: oldHttpsPort, over: 'tls' } as const)
      : ({ port: httpPort, over: 'plain' } as const);
    const send = async (
      port: number,
      line: string,
      options: AskOptions & { over?: 'tls' | 'plain' } = {},
    ): Promise<Heard> => {
      try {
        return reply(await put(device, { port }, 'cli_conf', line, options));
      } catch (thrown) {
        if (thrown instanceof CouldNotRun) return { lost: thrown.message };
        throw thrown;
      }
    };
    const move = await send(first.port, `nxapi https port ${httpsPort}`, { over: first.over });
    await device.reachBecomes({ port: httpsPort }, 'open');
    const noHttp = await send(httpsPort, 'no nxapi http');
    const useVrf = await send(httpsPort, 'nxapi use-vrf management');
    await device.reachBecomes({ port: httpsPort }, 'open');
    const certificate = await send(httpsPort, 'nxapi certificate httpscrt certfile bootflash:nxapi/nxapi-cert.pem');
    const key = await send(httpsPort, 'nxapi certificate httpskey keyfile bootflash:nxapi/nxapi-key.pem');
    const enable = await send(httpsPort, 'nxapi certificate enable');
    const enabled = await device.presentsBecomes({ port: httpsPort }, pair.facts.sha256, pair.certificate);
    const save = await send(httpsPort, 'copy running-config startup-config');
    const sight = await look(device, by);
    return {
      move,
      noHttp,
      useVrf,
      certificate,
      key,
      enable,
      enabled,
      save,
      sight,
      ports: await ports(device),
      installed: pair.facts,
    };
  },
  checks: [
    {
      id: 'silent-lines',
      requirement: 'NX-INS-0017',
      killedBy: ['nxos.silence-is-text', 'nxos.talkative'],
      judge: ({ noHttp, useVrf }) => all(accepted(noHttp), accepted(useVrf), silentBody(noHttp), silentBody(useVrf)),
    },
    {
      id: 'upload-acknowledged',
      requirement: 'NX-TLS-0005',
      killedBy: ['nxos.text-dropped', 'nxos.uploads-in-silence'],
      judge: ({ certificate, key }) => all(acknowledged(certificate), acknowledged(key)),
    },
    {
      id: 'presented',
      requirement: 'NX-TLS-0003',
      killedBy: ['nxos.default-ports-closed', 'nxos.old-certificate-still-served'],
      judge: ({ enabled, installed }) => presents(enabled, installed.sha256),
    },
    {
      id: 'http-closes',
      requirement: 'NX-LSN-0006',
      killedBy: ['nxos.http-always', 'nxos.http-stays-open'],
      judge: ({ ports: seen }) => equal('refused', seen.http),
    },
    {
      id: 'old-https-closes',
      requirement: 'NX-LSN-0009',
      judge: ({ ports: seen }) => equal('refused', seen.oldHttps),
      killedBy: ['nxos.old-port-stays-open'],
    },
    {
      id: 'management-answers',
      requirement: 'NX-LSN-0010',
      killedBy: ['nxos.default-ports-closed'],
      judge: ({ ports: seen }) => equal('open', seen.https),
    },
    {
      id: 'saved',
      requirement: 'NX-INS-0036',
      killedBy: ['nxos.save-in-silence', 'nxos.text-dropped'],
      judge: ({ save }) =>
        'lost' in save ? accepted(save) : matches(/Copy complete/, String(only(save).body), 'Copy complete'),
    },
    {
      id: 'startup-holds-it',
      requirement: 'NX-SAVE-0009',
      killedBy: ['nxos.default-ports-closed', 'nxos.save-forgets'],
      judge: ({ sight: { startupConfig } }) =>
        matches(/^nxapi https port 8443$/m, startupConfig.text, '`nxapi https port 8443` in the startup configuration'),
    },
  ],
});

function silentBody(heard: Heard): Judgement {
  return 'lost' in heard ? accepted(heard) : equal({}, only(heard).body);
}

function acknowledged(heard: Heard): Judgement {
  return 'lost' in heard
    ? accepted(heard)
    : matches(
        /Upload done\. Please enable\. Note cert and key must match\./,
        String(only(heard).body),
        'Upload done. Please enable. …',
      );
}
