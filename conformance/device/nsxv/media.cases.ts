import { defineCase } from '../../case.ts';
import { all, equal, matches } from '../../judgement.ts';
import { done, ok, status } from './judges.ts';
import { ask, assignment, createTag, element, info, type Request, removeTag, tag, tags, usermgmt } from './manager.ts';

/** What answers are written in. */
export const answering = defineCase({
  id: 'NV-WIRE-READ',
  title: 'What answers are written in',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const admin = (request: Request) => ask(device, 'GET', `${usermgmt}/role/admin`, request);
    const cli = (request: Request) =>
      ask(device, 'POST', '/api/1.0/nsx/cli?action=execute', {
        body: '<nsxcli><command>show cluster all</command></nsxcli>',
        ...request,
      });
    return {
      xml: await admin({ accept: 'application/xml' }),
      typedGet: await admin({ type: 'application/xml' }),
      versioned: await admin({ accept: 'application/xml;version=1.5' }),
      wildcard: await admin({ accept: 'application/*+xml;version=1.5' }),
      infoJson: await ask(device, 'GET', info, { accept: 'application/json' }),
      infoPlain: await ask(device, 'GET', info, { type: 'application/xml' }),
      cliAny: await cli({}),
      cliText: await cli({ accept: 'text/plain' }),
    };
  },
  checks: [
    {
      id: 'type',
      requirement: 'NV-WIRE-0005',
      judge: ({ xml }) => matches(/^application\/xml\b/, xml.type, 'application/xml'),
    },
    {
      id: 'prolog',
      requirement: 'NV-WIRE-0006',
      judge: ({ xml }) => matches(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n</, xml.body, 'prolog and line end'),
    },
    {
      id: 'one-line',
      requirement: 'NV-WIRE-0007',
      judge: ({ xml }) => equal(2, xml.body.trimEnd().split('\n').length),
    },
    {
      id: 'json',
      requirement: 'NV-WIRE-0008',
      judge: ({ infoJson }) =>
        all(ok(infoJson), matches(/^\{"currentLoggedInUser":/, infoJson.body, 'no root element')),
    },
    {
      id: 'strings',
      requirement: 'NV-WIRE-0009',
      judge: ({ infoJson }) => matches(/"majorVersion":"6"/, infoJson.body, '"majorVersion":"6"'),
    },
    {
      id: 'before-6.2.3',
      requirement: 'NV-WIRE-0010',
      judge: ({ infoPlain }) => matches(/^application\/json/, infoPlain.type, 'JSON'),
    },
    {
      id: 'since-6.2.3',
      requirement: 'NV-WIRE-0011',
      judge: ({ infoPlain }) => matches(/<globalInfo>/, infoPlain.body, '<globalInfo>'),
    },
    { id: 'versioned', requirement: 'NV-WIRE-0012', judge: ({ versioned }) => ok(versioned) },
    { id: 'wildcard', requirement: 'NV-WIRE-0013', judge: ({ wildcard }) => ok(wildcard) },
    { id: 'wildcard-later', requirement: 'NV-WIRE-0014', judge: ({ wildcard }) => status(406)(wildcard) },
    { id: 'cli-any', requirement: 'NV-WIRE-0017', judge: ({ cliAny }) => status(406)(cliAny) },
    {
      id: 'cli-text',
      requirement: 'NV-WIRE-0018',
      judge: ({ cliText }) => all(ok(cliText), matches(/^text\/plain/, cliText.type, 'text/plain')),
    },
    { id: 'typed-get', requirement: 'NV-WIRE-0019', judge: ({ typedGet }) => ok(typedGet) },
  ],
});

/** A login that nobody has: a body that a manager should refuse assigns no role to anybody. */
const nobody = 'no-such-user@suite.invalid';

/** What bodies are written in. */
export const asking = defineCase({
  id: 'NV-WIRE-BODY',
  title: 'What bodies may be written in',
  touches: 'config',
  async drive(t) {
    const device = await t.device();
    const post = async (name: string, request: Request) => {
      t.undo(`the security tag ${name}`, async (later) => removeTag(await later.device(), name));
      return ask(device, 'POST', tags, { body: tag(name), ...request });
    };
    const assign = async (request: Request) => {
      t.undo(`the role of ${nobody}`, async (later) => {
        await ask(await later.device(), 'DELETE', `${usermgmt}/role/${nobody}`);
      });
      return ask(device, 'POST', `${usermgmt}/role/${nobody}`, { body: assignment('no_such_role'), ...request });
    };
    return {
      untyped: await post('suite-untyped', { type: '' }),
      form: await post('suite-form', { type: 'application/x-www-form-urlencoded' }),
      textXml: await post('suite-text-xml', { type: 'text/xml' }),
      charset: await post('suite-charset', { type: 'application/xml; charset=UTF-8' }),
      empty: await post('suite-empty', { body: '' }),
      unknownRole: await assign({ accept: 'application/xml' }),
      errorToTextXml: await assign({ type: 'text/xml' }),
      errorAsTextXml: await assign({ type: 'text/xml', accept: 'text/xml' }),
    };
  },
  checks: [
    { id: 'untyped', requirement: 'NV-WIRE-0001', judge: ({ untyped }) => status(415)(untyped) },
    { id: 'form', requirement: 'NV-WIRE-0002', judge: ({ form }) => status(415)(form) },
    { id: 'text-xml', requirement: 'NV-WIRE-0003', judge: ({ textXml }) => done(textXml) },
    { id: 'charset', requirement: 'NV-WIRE-0004', judge: ({ charset }) => done(charset) },
    { id: 'empty', requirement: 'NV-WIRE-0015', judge: ({ empty }) => status(500)(empty) },
    { id: 'empty-later', requirement: 'NV-WIRE-0016', judge: ({ empty }) => status(400)(empty) },
    {
      id: 'drift',
      requirement: 'NV-WIRE-0020',
      judge: ({ errorToTextXml }) => matches(/^application\/json/, errorToTextXml.type, 'JSON'),
    },
    {
      id: 'error-xml',
      requirement: 'NV-WIRE-0021',
      judge: ({ errorAsTextXml }) => matches(/<error>/, errorAsTextXml.body, '<error>'),
    },
    { id: 'unknown-role', requirement: 'NV-WIRE-0022', judge: ({ unknownRole }) => status(400)(unknownRole) },
  ],
});

/** Security tags: the cheapest object that there is. */
export const tagging = defineCase({
  id: 'NV-TAG-MAKE',
  title: 'A security tag is made, listed, and made again',
  touches: 'config',
  async drive(t) {
    const device = await t.device();
    const name = 'suite-tag';
    t.undo(`the security tag ${name}`, async (later) => removeTag(await later.device(), name));
    const created = await createTag(device, name);
    const list = await ask(device, 'GET', tags, { accept: 'application/xml' });
    return { created, list, twice: await createTag(device, name) };
  },
  checks: [
    {
      id: 'id',
      requirement: 'NV-TAG-0001',
      judge: ({ created }) => matches(/^securitytag-\d+$/, created.body, 'securitytag-N and nothing else'),
    },
    {
      id: 'paging',
      requirement: 'NV-TAG-0002',
      judge: ({ list }) => matches(/<pagingInfo>/, list.body, 'pagingInfo'),
    },
    {
      id: 'twice',
      requirement: 'NV-TAG-0003',
      judge: ({ twice }) => equal([400, '210'], [twice.status, element(twice.body, 'errorCode')]),
    },
  ],
});
