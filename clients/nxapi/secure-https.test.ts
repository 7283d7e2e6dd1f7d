import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { CommandError, NxapiClient, PinMismatchError, secureHttps } from '../nxapi.ts';
import { type Identities, makeIdentities } from '../testing/certificates.ts';
import { Playback, type Received, type Reply } from '../testing/playback.ts';
import { commandsOf, insApi, invalid, ok } from '../testing/replies.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe.skipIf(!has('openssl'))('securing HTTPS', () => {
  let ids: Identities;
  beforeAll(() => {
    ids = makeIdentities();
  });

  /**
   * A switch as it comes: plain HTTP; what it is to serve later is served already, on another port.
   * @param reply what it says to the two requests, the uploads and the listeners
   */
  async function factoryFresh(reply: (commands: string[]) => Reply) {
    const later = await Playback.start(() => insApi([ok({ hostname: 'n9k-1' })]), ids.factory);
    const now = await Playback.start(({ body }: Received) => reply(commandsOf(body)));
    const client = new NxapiClient({ url: now.url, username: 'admin', password: 'pw', allowHttp: true, retries: 0 });
    closing.push(
      () => later.close(),
      () => now.close(),
      () => client.close(),
    );
    const pauses: number[] = [];
    const request = {
      certFile: 'bootflash:nxapi/nxapi-cert.pem',
      keyFile: 'bootflash:nxapi/nxapi-key.pem',
      port: later.port,
      vrf: 'management',
      pin: ids.server.fingerprint,
      delay: async (ms: number) => {
        pauses.push(ms);
        if (pauses.length === 2) later.present(ids.server);
      },
    };
    return { client, now, later, request, pauses };
  }

  const allFine = (commands: string[]): Reply => insApi(commands.map(() => ok()));

  it('uploads, enables, moves, closes plain HTTP, and comes back pinned once the new certificate is there', async () => {
    const { client, now, later, request, pauses } = await factoryFresh(allFine);
    const secured = await secureHttps(client, request);
    closing.push(() => secured.close());
    expect(now.received.map(({ body }) => commandsOf(body))).toEqual([
      [
        'nxapi certificate httpscrt certfile bootflash:nxapi/nxapi-cert.pem',
        'nxapi certificate httpskey keyfile bootflash:nxapi/nxapi-key.pem',
      ],
      ['nxapi certificate enable', `nxapi https port ${later.port}`, 'nxapi use-vrf management', 'no nxapi http'],
    ]);
    expect(secured.url).toBe(later.url);
    expect(await secured.show('show hostname')).toEqual({ hostname: 'n9k-1' });
    expect(pauses).toEqual([250, 500]);
  });

  it('is not put off by a listener that goes away before it answers', async () => {
    const { client, request } = await factoryFresh((commands) => (commands.length > 2 ? 'RESET' : allFine(commands)));
    const secured = await secureHttps(client, request);
    closing.push(() => secured.close());
    expect(await secured.show('show hostname')).toEqual({ hostname: 'n9k-1' });
  });

  it('stops before any listener moves when a file is refused, by code or by text', async () => {
    for (const refusal of [invalid, ok('ERROR: Unable to load private key!\n')]) {
      const { client, now, request } = await factoryFresh((commands) =>
        insApi(commands.map((_c, i) => (i === 1 ? refusal : ok()))),
      );
      const failed = secureHttps(client, request);
      await expect(failed).rejects.toBeInstanceOf(CommandError);
      await expect(failed).rejects.toMatchObject({ command: expect.stringContaining('httpskey keyfile') });
      expect(now.received).toHaveLength(1);
    }
  });

  it('fails when another certificate goes on being served', async () => {
    const { client, request } = await factoryFresh(allFine);
    const failed = secureHttps(client, { ...request, retries: 1 });
    await expect(failed).rejects.toBeInstanceOf(PinMismatchError);
    await expect(failed).rejects.toMatchObject({ expected: [ids.server.fingerprint], seen: ids.factory.fingerprint });
  });
});
