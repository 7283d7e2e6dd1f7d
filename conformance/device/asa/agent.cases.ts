import type { CaseContext } from '../../context.ts';
import { CouldNotRun } from '../../errors.ts';
import { equal, holds } from '../../judgement.ts';
import { ask, objects, own, type Seen } from './agent.ts';
import { parsed } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, commands, quickStart, terraform } from './sources.ts';

/** A prompt from which everything may be typed. */
const prompt = /^[\w./-]{1,63}(\([\w.@/:+-]{1,32}\))?[#>] ?$/;

async function drive(t: CaseContext) {
  const { device } = await own(t);
  const configure = async () => {
    const shell = await device.shell(prompt);
    const type = async (line: string) =>
      (await shell.say(line, [{ when: /Password: ?$/, say: device.enablePassword }])).text;
    await type('enable');
    await type('configure terminal');
    return { type, close: () => shell.close() };
  };
  const look = (): Promise<Seen | 'closed'> =>
    ask(device, 'GET', objects).catch((error: unknown) => {
      if (error instanceof CouldNotRun) return 'closed';
      throw error;
    });
  const agent = await configure();
  await agent.type('no rest-api agent');
  const off = await look();
  const lines = await agent.type('show running-config rest-api');
  await agent.type('rest-api agent');
  agent.close();
  await device.clock.advance(600_000);
  const on = await look();
  // Sessions do not outlive ten minutes without a word.
  const server = await configure();
  await server.type('no http server enable');
  const shut = await device.reachBecomes({ port: 443 }, 'refused');
  await server.type('http server enable 8443');
  const other = await device.reachBecomes({ port: 8443 }, 'open');
  server.close();
  return { off, lines, on, shut, other, old: await device.reach({ port: 443 }) };
}

const rule = rulesOver<typeof drive>();

/** The agent and the server in front of it. */
export const agentLife = topic({
  id: 'ASA-AGENT-LIFE',
  title: 'The agent is stopped and started, the server closed and moved',
  touches: 'simulator-only',
  needs: ['ssh', 'clock'],
  drive,
  rules: [
    rule(
      'ASA-AGENT-0002',
      'off',
      'After no rest-api agent what answers below /api is not JSON.',
      terraform('issue 34'),
      ({ off }) => holds(off !== 'closed' && Object.keys(parsed(off.body)).length === 0, 'no JSON', off),
    ),
    rule(
      'ASA-AGENT-0003',
      'image-stays',
      'no rest-api agent leaves the image installed.',
      commands('rest-api agent'),
      ({ lines }) => equal([true, false], [/^rest-api image /m.test(lines), /^rest-api agent/m.test(lines)]),
    ),
    rule(
      'ASA-AGENT-0004',
      'on',
      'After rest-api agent and some minutes the agent answers again.',
      quickStart('Start the REST API agent'),
      ({ on }) => equal(200, on === 'closed' ? 0 : on.status),
    ),
    rule(
      'ASA-AGENT-0005',
      'shut',
      'no http server enable closes the port.',
      commands('http server enable'),
      ({ shut }) => equal('refused', shut),
    ),
    rule(
      'ASA-AGENT-0006',
      'other-port',
      'http server enable PORT opens that port.',
      about('http server enable'),
      ({ other }) => equal('open', other),
    ),
    rule(
      'ASA-AGENT-0007',
      'old-port',
      'A server that was moved to another port does not listen on the old one.',
      commands('http server enable'),
      ({ old }) => equal('refused', old),
    ),
  ],
});
