import { setTimeout as pause } from 'node:timers/promises';
import type { CaseContext } from '../../context.ts';
import { CouldNotRun } from '../../errors.ts';
import { equal, holds } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { door, host, objects, own, put } from './agent.ts';
import { message } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, debugLog, postman, printed, releaseNotes, walkthrough } from './sources.ts';

async function drive(t: CaseContext) {
  const { device, get, post, put: replace, patch, remove } = await own(t);
  const made = await put(device, 'POST', objects, host('conf1'));
  const got = await put(device, 'GET', `${objects}/conf1`);
  const basic = `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`;
  const headers = [
    ['User-Agent', 'REST API Agent'],
    ['Authorization', basic],
    ['Content-Type', 'application/json; charset=UTF-8'],
  ] as const;
  const connection = await device.connection(door);
  await connection.send({ method: 'GET', path: objects, headers });
  await pause(500, undefined, { signal: t.signal });
  // Nothing may come of a request on a connection that the device has closed, neither answer nor error.
  const again = await Promise.race([
    connection.send({ method: 'GET', path: objects, headers }).then(
      () => 'answered',
      (error: unknown) => {
        if (error instanceof CouldNotRun) return 'closed';
        throw error;
      },
    ),
    pause(2_000, 'closed', { signal: t.signal }),
  ]);
  const raw = (path: string, body: string) => device.request(door, { method: 'POST', path, headers, body });
  return {
    again,
    names: Object.fromEntries(
      [
        ...['Server', 'Vary', 'Accept-Ranges', 'X-Frame-Options', 'Strict-Transport-Security'],
        ...['X-Content-Type-Options', 'X-XSS-Protection', 'Date'],
      ].map((name) => [name, header(got, name) ?? '']),
    ),
    length: header(made, 'content-length') ?? '',
    charset: (await raw(objects, JSON.stringify(host('charset')))).status,
    broken: (await raw(objects, '{"name":')).status,
    unknown: await get('/api/objects/no-such-things'),
    unknownQuery: await get(`${objects}?colour=blue`),
    badKind: await post(objects, host('bad', '192.0.2.8', 'IPv9Address')),
    badValue: await post(objects, host('bad', '192.0.2.999')),
    nothingMade: await get(`${objects}/bad`),
    putOnCollection: await replace(objects, host('conf1')),
    deleteOnCollection: await remove(objects),
    postOnItem: await post(`${objects}/conf1`, host('conf1')),
    patchOnSerial: await patch('/api/monitoring/serialnumber', { serialNumber: 'X' }),
    doc: await get('/doc/'),
    certificates: await get('/api/certificate/identity'),
  };
}

const rule = rulesOver<typeof drive>();
const captured = postman('response headers');
const statuses = about('HTTP status codes');

function named(id: string, check: string, name: string, value: string, told: typeof captured, versions?: string) {
  return rule(
    id,
    check,
    `An answer of the agent has the header ${name} with ${value}.`,
    told,
    ({ names }) => equal(value, names[name]),
    versions,
  );
}

/** Headers, connections and refusals. */
export const wire = topic({
  id: 'ASA-WIRE-HTTP',
  title: 'Headers of answers, the end of connections, and what is refused',
  touches: 'config',
  drive,
  rules: [
    named('ASA-WIRE-0001', 'server', 'Server', 'CiscoASARestApiServer', captured),
    named('ASA-WIRE-0002', 'ranges', 'Accept-Ranges', 'bytes', printed('headers')),
    named(
      'ASA-WIRE-0003',
      'vary',
      'Vary',
      'Accept-Charset, Accept-Encoding, Accept-Language, Accept',
      printed('headers'),
    ),
    named('ASA-WIRE-0004', 'frame', 'X-Frame-Options', 'DENY', captured, '>=7'),
    named('ASA-WIRE-0005', 'transport', 'Strict-Transport-Security', 'max-age=63072000', captured, '>=7'),
    named('ASA-WIRE-0006', 'sniff', 'X-Content-Type-Options', 'no-sniff', captured, '>=7'),
    named('ASA-WIRE-0007', 'xss', 'X-XSS-Protection', '1; mode=block', captured, '>=7'),
    rule(
      'ASA-WIRE-0008',
      'no-frame',
      'An answer of an agent of 2016 has no X-Frame-Options and no Strict-Transport-Security.',
      printed('headers'),
      ({ names }) => equal(['', ''], [names['X-Frame-Options'], names['Strict-Transport-Security']]),
      '<1.3',
    ),
    rule('ASA-WIRE-0009', 'date', 'An answer has a Date in the form of HTTP.', captured, ({ names }) =>
      equal(true, /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(names.Date ?? '')),
    ),
    rule('ASA-WIRE-0010', 'empty', 'A 201 has a Content-Length of 0.', printed('headers'), ({ length }) =>
      equal('0', length),
    ),
    rule(
      'ASA-WIRE-0011',
      'closes',
      'The connection is closed when nothing follows an answer for half a second.',
      debugLog('connections'),
      ({ again }) => equal('closed', again),
    ),
    rule(
      'ASA-WIRE-0012',
      'charset',
      'A body of the type application/json; charset=UTF-8 is read.',
      postman('requests of go-ciscoasa and scripts'),
      ({ charset }) => equal(201, charset),
    ),
    rule('ASA-WIRE-0013', 'broken', 'A body that is no JSON is answered 400.', statuses, ({ broken }) =>
      equal(400, broken),
    ),
    rule('ASA-WIRE-0014', 'unknown', 'A URI that the agent does not know is answered 404.', statuses, ({ unknown }) =>
      equal(404, unknown.status),
    ),
    rule(
      'ASA-WIRE-0015',
      'query',
      'A query parameter that is not known is answered 400.',
      statuses,
      ({ unknownQuery }) => equal(400, unknownQuery.status),
    ),
    rule('ASA-WIRE-0016', 'kind', 'An object of a kind that is not known is answered 400.', statuses, ({ badKind }) =>
      equal(400, badKind.status),
    ),
    rule('ASA-WIRE-0017', 'value', 'A value that cannot be is answered 400.', statuses, ({ badValue }) =>
      equal(400, badValue.status),
    ),
    rule(
      'ASA-WIRE-0018',
      'value-shape',
      'A refusal of a value names level, code and details.',
      about('Error responses'),
      ({ badValue }) =>
        holds(
          ['level', 'code', 'details'].every((name) => typeof message(badValue)[name] === 'string'),
          'level, code and details',
          badValue.body,
        ),
    ),
    rule(
      'ASA-WIRE-0019',
      'nothing-made',
      'A request that is answered 400 makes nothing.',
      statuses,
      ({ nothingMade }) => equal(404, nothingMade.status),
    ),
    rule(
      'ASA-WIRE-0020',
      'put-on-collection',
      'PUT of a collection is answered 405.',
      statuses,
      ({ putOnCollection }) => equal(405, putOnCollection.status),
    ),
    rule(
      'ASA-WIRE-0021',
      'delete-on-collection',
      'DELETE of a collection is answered 405.',
      statuses,
      ({ deleteOnCollection }) => equal(405, deleteOnCollection.status),
    ),
    rule('ASA-WIRE-0022', 'post-on-item', 'POST to an item is answered 405.', statuses, ({ postOnItem }) =>
      equal(405, postOnItem.status),
    ),
    rule(
      'ASA-WIRE-0023',
      'read-only',
      'A change of a monitoring resource is answered 405.',
      statuses,
      ({ patchOnSerial }) => equal(405, patchOnSerial.status),
    ),
    rule(
      'ASA-CERT-0017',
      'no-certificates',
      'An agent older than 1.3(1), which brought certificates, has no such resource.',
      releaseNotes('New features in 1.3(1)'),
      ({ certificates }) => equal(404, certificates.status),
      '<1.3',
    ),
    rule('ASA-DOC-0001', 'doc', 'The page /doc/ is HTML.', walkthrough('Documentation'), ({ doc }) =>
      equal([200, true], [doc.status, /^text\/html/i.test(doc.type)]),
    ),
    rule(
      'ASA-DOC-0002',
      'doc-resources',
      'The page /doc/ names the resource /api/commands/writemem and its category Save.',
      walkthrough('Documentation'),
      ({ doc }) => equal([true, true], [doc.body.includes('/api/commands/writemem'), /\bSave\b/.test(doc.body)]),
    ),
  ],
});
