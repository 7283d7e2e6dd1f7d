import { keptKey } from '../../../certs/key.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import type { Json } from '../../target.ts';
import { at, code, listAt, message, parsed, seen, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { absent, ask, certificates, fresh, imported, issued, selfSigned, serving } from './manager.ts';

/** Lists, single certificates, and what is not there. */
export const lists = cased(
  {
    id: 'NSX-LST-READ',
    title: 'Certificates are listed, paged, shown in detail and deleted',
    touches: 'config',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const chain = await issued('details.example', ['details.example']);
      const id = await imported(device, chain);
      for (const name of ['a', 'b', 'c']) await imported(device, await selfSigned(name));
      const whole = await ask(device, `GET ${certificates}`);
      const total = listAt(parsed(whole), 'results').length;
      const pages: { ids: string[]; count: Json; cursor: string }[] = [];
      for (let cursor = ''; ; ) {
        const page = parsed(await ask(device, `GET ${certificates}?page_size=3${cursor && `&cursor=${cursor}`}`));
        cursor = textAt(page, 'cursor');
        pages.push({
          ids: listAt(page, 'results').map((one) => textAt(one, 'id')),
          count: at(page, 'result_count'),
          cursor,
        });
        if (cursor === '' || /^0000/.test(cursor) || pages.length > 20) break;
      }
      const missing = await ask(device, `GET ${certificates}/${absent}`);
      const details = listAt(parsed(await ask(device, `GET ${certificates}/${id}?details=true`)), 'details');
      const inCapitals = listAt(
        parsed(await ask(device, `GET ${certificates}?details=True&page_size=1000`)),
        'results',
      );
      const deleted = await ask(device, `DELETE ${certificates}/${id}`);
      const used = await serving(device);
      return {
        count: at(parsed(whole), 'result_count'),
        total,
        start: whole.body.slice(0, 20),
        pages,
        missing: seen(missing),
        details: details.map((one) => [at(one, 'subject_cn'), at(one, 'sha_256_thumbprint')]),
        leaf: chain.sha256,
        inCapitals: inCapitals.map((one) => listAt(one, 'details').length > 0),
        deleted: { status: deleted.status, text: deleted.body },
        after: (await ask(device, `GET ${certificates}/${id}`)).status,
        used: (await ask(device, `DELETE ${certificates}/${used}`)).status,
        stillUsed: (await ask(device, `GET ${certificates}/${used}`)).status,
      };
    },
  },
  (check) => [
    check('count', 'NSX-LST-0001', ['nsx.count-of-page'], (o) =>
      all(equal(o.total, o.count), equal(o.total, o.pages[0]?.count ?? 0)),
    ),
    check('first-only', 'NSX-LST-0002', ['nsx.count-on-every-page'], (o) =>
      equal(
        [],
        o.pages.slice(1).filter(({ count }) => count !== null),
      ),
    ),
    check('cursor', 'NSX-LST-0003', ['nsx.cursor-of-zeros'], (o) =>
      equal(
        [],
        o.pages.filter(({ cursor }) => cursor.startsWith('0000')),
      ),
    ),
    check('whole', 'NSX-LST-0004', ['nsx.cursor-of-zeros'], (o) =>
      equal(
        [o.total, o.total],
        [o.pages.flatMap(({ ids }) => ids).length, new Set(o.pages.flatMap(({ ids }) => ids)).size],
      ),
    ),
    check('last', 'NSX-LST-0005', ['nsx.cursor-of-zeros'], (o) => equal('', o.pages.at(-1)?.cursor ?? 'none')),
    check('details', 'NSX-LST-0006', ['nsx.no-details'], (o) =>
      equal([3, 'details.example'], [o.details.length, o.details[0]?.[0] ?? null]),
    ),
    check('capitals', 'NSX-LST-0007', ['nsx.no-details'], (o) =>
      equal(
        [],
        o.inCapitals.filter((one) => !one),
      ),
    ),
    check('thumbprint', 'NSX-LST-0008', ['nsx.no-details'], (o) => equal(o.leaf, o.details[0]?.[1] ?? null)),
    check('missing', 'NSX-LST-0009', ['nsx.missing-is-400'], (o) =>
      equal([404, 600], [o.missing.status, code(o.missing.body)]),
    ),
    check('words', 'NSX-LST-0010', ['nsx.other-words'], (o) =>
      equal(
        `The requested object : ${absent} could not be found. Object identifiers are case sensitive.`,
        message(o.missing.body),
      ),
    ),
    check('newer-words', 'NSX-LST-0011', ['nsx.other-words'], (o) =>
      matches(
        /is missing: Object identifiers are case sensitive\.\.$/,
        message(o.missing.body),
        'is missing: Object identifiers are case sensitive..',
      ),
    ),
    check('order', 'NSX-LST-0012', ['nsx.members-reversed', 'nsx.code-in-success'], (o) =>
      matches(/^\{\s*"result_count"/, o.start, '{ "result_count"'),
    ),
    check('deleted', 'NSX-DEL-0001', ['nsx.delete-204', 'nsx.void-has-a-body'], (o) =>
      equal({ status: 200, text: '' }, o.deleted),
    ),
    check('gone', 'NSX-DEL-0002', ['nsx.missing-is-400'], (o) => equal(404, o.after)),
    check('used', 'NSX-DEL-0003', ['nsx.delete-never-refused'], (o) =>
      all(holds(o.used >= 400, 'a refusal', o.used), equal(200, o.stillUsed)),
    ),
  ],
);

/** What validate says. */
export const validation = cased(
  {
    id: 'NSX-VAL-SAYS',
    title: 'Certificates are validated',
    touches: 'config',
    versions: '>=3.1',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const say = async (pair: { pem: string; key: string }) =>
        seen(await ask(device, `GET ${certificates}/${await imported(device, pair)}?action=validate`));
      return {
        good: await say(await selfSigned('good')),
        guide: await say(await selfSigned('pks', { keyUsage: false, purposes: false })),
        bare: await say(await selfSigned('bare', { basicConstraints: false })),
        expired: await say(
          await selfSigned('expired', { notBefore: new Date(Date.now() - 9e9), notAfter: new Date(Date.now() - 1e9) }),
        ),
        curve: await say(await selfSigned('curve', { key: await keptKey('ec-p256') })),
        missing: (await ask(device, `GET ${certificates}/${absent}?action=validate`)).status,
      };
    },
  },
  (check) => [
    check('good', 'NSX-VAL-0001', ['nsx.validation-fails', 'nsx.code-in-success'], (o) =>
      equal([200, { status: 'OK' }], [o.good.status, o.good.body]),
    ),
    check('rejected', 'NSX-VAL-0002', ['nsx.validate-says-ok', 'nsx.validation-fails'], (o) =>
      all(
        equal([200, 'REJECTED'], [o.expired.status, at(o.expired.body, 'status')]),
        holds(message(o.expired.body) !== '', 'a message', o.expired.body),
      ),
    ),
    check('curve', 'NSX-VAL-0003', ['nsx.validation-fails'], (o) =>
      equal('Certificate was rejected: KeyUsage does not allow key encipherment', message(o.curve.body)),
    ),
    check('bare', 'NSX-VAL-0004', ['nsx.validate-says-ok', 'nsx.validation-fails'], (o) =>
      equal('REJECTED', at(o.bare.body, 'status')),
    ),
    check('missing', 'NSX-VAL-0005', ['nsx.missing-is-400'], (o) => equal(404, o.missing)),
    check('guide', 'NSX-VAL-0006', ['nsx.validation-fails'], (o) => equal('OK', at(o.guide.body, 'status'))),
  ],
);
