import { keySizes, makeRsa } from '../pki.ts';
import { Refusal } from '../refusal.ts';
import { duplicate } from './listed.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  created,
  done,
  type Item,
  invalid,
  json,
  missing,
  nameOf,
  objectBody,
  type Route,
  text,
  whole,
} from './wire.ts';

const category = 'Certificate';
const needs = 'certificates';

function keyItem(name: string, size: number, base: string): Item {
  return {
    kind: 'object#Keypair',
    selfLink: `${base}/api/certificate/keypair/${encodeURIComponent(name)}`,
    name,
    type: 'rsa',
    size,
    usage: 'General Purpose',
    objectId: name,
  };
}

async function addKey(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const name = nameOf(body);
  if (call.device.state.store.keys?.[name]) throw duplicate(name);
  if (text(body.type) !== undefined && text(body.type) !== 'rsa') throw invalid('type', "type must be 'rsa'");
  const size = whole(body.size) ?? 2048;
  if (!keySizes.includes(size)) throw invalid('size', `size must be one of ${keySizes.join(', ')}`);
  const pem = await makeRsa(size);
  call.device.change(({ store }) => {
    store.keys = { ...store.keys, [name]: { size, pem } };
  });
  return created(call, `/api/certificate/keypair/${encodeURIComponent(name)}`);
}

function keyAt(call: Call): readonly [string, number] {
  const [name = ''] = call.params;
  const found = call.device.state.store.keys?.[name];
  if (!found) throw missing(name);
  return [name, found.size];
}

/** RSA key pairs. @source reference 6.19 */
export const keyPairRoutes: readonly Route[] = [
  {
    path: '/api/certificate/keypair',
    category,
    needs,
    evidence: 'recorded',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          Object.entries(call.device.state.store.keys ?? {}).map(([name, { size }]) => keyItem(name, size, call.base)),
        ),
      POST: addKey,
    },
  },
  {
    path: '/api/certificate/keypair/{name}',
    category,
    needs,
    evidence: 'recorded',
    methods: {
      GET: (call) => json(keyItem(...keyAt(call), call.base)),
      DELETE: (call) => {
        const [name] = keyAt(call);
        const { trustpoints } = call.device.state.config;
        if (
          Object.values(trustpoints).some(({ keypair, certificate }) => keypair === name && certificate !== undefined)
        )
          throw new Refusal(`Keypair ${name} is in use by a trustpoint`);
        call.device.change(({ store }) => {
          delete store.keys?.[name];
        });
        return done;
      },
    },
  },
];
