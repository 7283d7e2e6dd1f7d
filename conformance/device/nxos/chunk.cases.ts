import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { all, equal, holds, matches, unseen } from '../../judgement.ts';
import { basic, only, put, reply } from './ins.ts';
import { standingDoor, standingOptions } from './standing.ts';

/** Chunks fetched at most: a switch that never ends is not waited for. */
const MOST = 2_000;

/** A message that the other cases have no use for: chunked, or of the type bash. */
async function send(device: Device, message: Readonly<Record<string, string>>): Promise<string> {
  const sent = { version: '1.0', type: 'cli_show', chunk: '1', sid: 'sid', output_format: 'json', ...message };
  const exchange = await device.request(standingDoor, {
    method: 'POST',
    path: '/ins',
    headers: [
      ['Content-Type', 'application/json'],
      ['Authorization', basic(device)],
    ],
    body: JSON.stringify({ ins_api: sent }),
  });
  return exchange.body;
}

const outputOf = (text: string) => only(reply({ status: 200, reason: '', rawHeaders: [], body: text, peer: '' }));

/** Chunks as the vendor's sample client reads them. */
async function inJson(device: Device, input: string) {
  const sids: string[] = [];
  let joined = '';
  let shaped = true;
  for (let sid = 'sid'; sid !== 'eoc' && sids.length < MOST; ) {
    const text = await send(device, { input, sid });
    const found = /.*"sid": *"(.*)","outputs/.exec(text)?.[1];
    shaped &&= found !== undefined;
    joined += /.*"body": *(.*)/.exec(text)?.[1] ?? '';
    sid = found ?? 'eoc';
    sids.push(sid);
  }
  return { shaped, sids: [sids[0], sids.at(-1)], many: sids.length > 1, isJson: isJson(joined) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Shows in pieces. */
export const chunking = defineCase({
  id: 'NX-CHK-READ',
  title: 'A long show in chunks, and what chunk mode refuses',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const xml = await send(device, { input: 'show interface', output_format: 'xml' });
    let last = xml;
    for (let i = 0; i < MOST; i++) {
      const sid = /<sid>(.*)<\/sid>/.exec(last)?.[1];
      if (sid === undefined || sid === 'eoc') break;
      last = await send(device, { input: 'show interface', output_format: 'xml', sid });
    }
    return {
      json: await inJson(device, 'show interface'),
      xml: { first: /<sid>(.*)<\/sid>/.exec(xml)?.[1] ?? '', last: /<sid>(.*)<\/sid>/.exec(last)?.[1] ?? '' },
      two: outputOf(await send(device, { input: 'show clock ;show hostname' })),
      configuration: outputOf(await send(device, { input: 'no rackless-bogus', type: 'cli_conf' })),
    };
  },
  checks: [
    {
      id: 'shape',
      requirement: 'NX-CHK-0001',
      killedBy: ['nxos.chunks-with-blanks'],
      judge: ({ json }) => equal(true, json.shaped),
    },
    {
      id: 'joined',
      requirement: 'NX-CHK-0002',
      killedBy: ['nxos.chunk-cut-short', 'nxos.chunks-with-blanks'],
      judge: ({ json }) => equal(true, json.isJson),
    },
    {
      id: 'sids',
      requirement: 'NX-CHK-0003',
      judge: ({ json }) =>
        json.shaped ? equal([true, 'eoc'], [json.many, json.sids[1]]) : unseen('no chunk has a sid'),
      killedBy: ['nxos.chunk-cut-short'],
    },
    {
      id: 'one-command',
      requirement: 'NX-CHK-0004',
      killedBy: ['nxos.chunks-refuse-nothing'],
      judge: ({ two }) => equal('400', String(two.code)),
    },
    {
      id: 'shows-only',
      requirement: 'NX-CHK-0005',
      killedBy: ['nxos.chunks-refuse-nothing', 'nxos.pipes-allowed'],
      judge: ({ configuration }) => equal('501', String(configuration.code)),
    },
    {
      id: 'xml',
      requirement: 'NX-CHK-0006',
      judge: ({ xml }) =>
        all(holds(xml.first !== 'eoc' && xml.first !== '', 'a sid', xml.first), equal('eoc', xml.last)),
      killedBy: ['nxos.chunk-cut-short'],
    },
  ],
});

/** The shell below the switch. */
export const bashing = defineCase({
  id: 'NX-BASH-RUN',
  title: 'Messages of the type bash, with and without the feature',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(standingOptions);
    const script = { type: 'bash', chunk: '0', input: 'cd /bootflash; ls' };
    const off = outputOf(await send(device, script));
    await put(device, standingDoor, 'cli_conf', 'feature bash-shell');
    const listing = only(reply(await put(device, standingDoor, 'cli_show_ascii', 'dir bootflash:')));
    const image = /\S+\.bin$/m.exec(String(listing.body))?.[0] ?? '';
    return { off, on: outputOf(await send(device, script)), image };
  },
  checks: [
    {
      id: 'off',
      requirement: 'NX-BASH-0001',
      killedBy: ['nxos.bash-without-feature', 'nxos.pipes-allowed'],
      judge: ({ off }) =>
        holds(off.code !== undefined && String(off.code) !== '200', 'a code other than 200', off.code),
    },
    {
      id: 'on',
      requirement: 'NX-BASH-0002',
      killedBy: ['nxos.bash-prints-nothing'],
      judge: ({ on, image }) =>
        image === ''
          ? unseen('there is no image on bootflash')
          : all(
              equal('200', String(on.code)),
              matches(/\S/, String(on.body), 'a listing'),
              lists(String(on.body), image),
            ),
    },
  ],
});

function lists(text: string, name: string) {
  return holds(text.split('\n').includes(name), `a line ${name}`, text);
}
