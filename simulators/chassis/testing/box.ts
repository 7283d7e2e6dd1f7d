import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { Device } from '../device.ts';
import { write } from '../flash/files.ts';
import { type DeviceState, defineKind, type FlashVolume, type Identity, noOptions, type WebFace } from '../kind.ts';
import { answerAtOnce } from '../web/at-once.ts';

/** A box that keeps a number, running and saved, counts visits, and has a small flash. */
export interface BoxState extends DeviceState {
  readonly config: { readonly number: number };
  readonly store: { readonly flash: { readonly disk0: FlashVolume }; readonly saved: number };
  readonly run: DeviceState['run'] & { readonly visits: number };
}

/** What the box serves TLS with; a certificate for `box.example`, valid by any clock of a test. */
export const boxIdentity = async (): Promise<Identity> => {
  const key = await keptKey('ec-p256');
  const { pem } = makeCertificate({
    subject: '/O=Example/CN=box.example',
    san: ['dns:box.example'],
    key,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
  });
  return { certificate: pem, key: exportKey(key) };
};
const tls = { identity: boxIdentity };

const face: WebFace = {
  headers: ['Server', 'Date', 'Content-Type', 'Content-Length', 'Connection'],
  repeats: true,
  bodyLimit: 1_000,
  requestTimeout: 2_000,
  keepAliveTimeout: 2_000,
  clientError: (status) => {
    const body = `{"error":${status}}`;
    return {
      headers: [
        ['Server', 'box'],
        ['Content-Type', 'application/json'],
        ['Content-Length', String(body.length)],
      ],
      body,
    };
  },
  async routes(app) {
    // The account of who asked: it counts a visit in `run`, then does what is asked, then answers with the number.
    app.post('/number', async (request, reply) => {
      const { device } = request;
      if (!isBox(device)) throw new Error('not a box');
      request.account.user = 'admin';
      device.change((draft) => {
        draft.run.visits++;
      });
      device.change((draft) => {
        draft.config.number++;
      });
      device.change((draft) => {
        draft.store.saved++;
      });
      return reply
        .header('content-type', 'text/plain')
        .send(Buffer.from(`the number is ${device.state.config.number}`));
    });
    app.get('/ready', (request, reply) => {
      const headers = ['Content-Type', 'text/plain', 'Content-Length', '5'];
      answerAtOnce(request, reply, { status: 200, headers, body: Buffer.from('ready') });
    });
    app.put('/file', async ({ device }, reply) => {
      if (!isBox(device)) throw new Error('not a box');
      try {
        device.change((draft) => {
          write(draft.store.flash.disk0, 'file', Buffer.from('x'), device.surroundings.blobs, device.now());
        });
      } catch (error) {
        return reply.code(507).send(Buffer.from(String(error)));
      }
      return reply.send(Buffer.from('written'));
    });
  },
};

function isBox(device: Device): device is Device<BoxState> {
  return device.kind.name === 'box';
}

/** Web over TLS (`https`) and without (`http`). */
export const box = defineKind<BoxState>({
  name: 'box',
  releases: ['1'],
  defaultRelease: '1',
  addresses: ['mgmt'],
  administrator: { username: 'admin', password: 'x' },
  options: () => noOptions,
  factory: ({ now }) => ({
    config: { number: 1 },
    store: { flash: { disk0: { capacity: 1_000_000, entries: {} } }, saved: 1 },
    run: { bootedAt: now, pending: [], visits: 0 },
  }),
  boot: (state, { now }) => ({
    ...state,
    config: { number: state.store.saved },
    run: { bootedAt: now, pending: [], visits: 0 },
  }),
  endpoints: () => endpoints,
  login: () => ({ ok: false, reason: 'unknown' }),
  web: async () => face,
});

const endpoints = [
  { name: 'https', address: 'mgmt', port: 443, face: 'web', tls },
  { name: 'http', address: 'mgmt', port: 80, face: 'web' },
] as const;
