import { defineCase } from '../../case.ts';
import { all, equal, matches } from '../../judgement.ts';
import { done, ok, status } from './judges.ts';
import {
  api,
  ask,
  assignment,
  createTag,
  createTagFor,
  element,
  info,
  type Request,
  tags,
  usermgmt,
} from './manager.ts';

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
      killedBy: ['nsxv.xml-as-text'],
      judge: ({ xml }) => matches(/^application\/xml\b/, xml.type, 'application/xml'),
    },
    {
      id: 'prolog',
      requirement: 'NV-WIRE-0006',
      killedBy: ['nsxv.no-prolog'],
      judge: ({ xml }) => matches(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n</, xml.body, 'prolog and line end'),
    },
    {
      id: 'one-line',
      requirement: 'NV-WIRE-0007',
      killedBy: ['nsxv.no-prolog', 'nsxv.pretty-xml'],
      judge: ({ xml }) => equal(2, xml.body.trimEnd().split('\n').length),
    },
    {
      id: 'json',
      requirement: 'NV-WIRE-0008',
      killedBy: ['nsxv.json-keeps-root'],
      judge: ({ infoJson }) =>
        all(ok(infoJson), matches(/^\{"currentLoggedInUser":/, infoJson.body, 'no root element')),
    },
    {
      id: 'strings',
      requirement: 'NV-WIRE-0009',
      killedBy: ['nsxv.version-as-number'],
      judge: ({ infoJson }) => matches(/"majorVersion":"6"/, infoJson.body, '"majorVersion":"6"'),
    },
    {
      id: 'before-6.2.3',
      requirement: 'NV-WIRE-0010',
      killedBy: ['nsxv.the-other-default'],
      judge: ({ infoPlain }) => matches(/^application\/json/, infoPlain.type, 'JSON'),
    },
    {
      id: 'since-6.2.3',
      requirement: 'NV-WIRE-0011',
      killedBy: ['nsxv.the-other-default'],
      judge: ({ infoPlain }) => matches(/<globalInfo>/, infoPlain.body, '<globalInfo>'),
    },
    {
      id: 'versioned',
      requirement: 'NV-WIRE-0012',
      killedBy: ['nsxv.no-parameters-in-accept'],
      judge: ({ versioned }) => ok(versioned),
    },
    {
      id: 'wildcard',
      requirement: 'NV-WIRE-0013',
      killedBy: ['nsxv.no-parameters-in-accept'],
      judge: ({ wildcard }) => ok(wildcard),
    },
    {
      id: 'wildcard-later',
      requirement: 'NV-WIRE-0014',
      killedBy: ['nsxv.any-accept'],
      judge: ({ wildcard }) => status(406)(wildcard),
    },
    {
      id: 'cli-any',
      requirement: 'NV-WIRE-0017',
      killedBy: ['nsxv.central-cli-any-accept'],
      judge: ({ cliAny }) => status(406)(cliAny),
    },
    {
      id: 'cli-text',
      requirement: 'NV-WIRE-0018',
      killedBy: ['nsxv.central-cli-as-xml'],
      judge: ({ cliText }) => all(ok(cliText), matches(/^text\/plain/, cliText.type, 'text/plain')),
    },
    {
      id: 'typed-get',
      requirement: 'NV-WIRE-0019',
      killedBy: ['nsxv.typed-get-refused'],
      judge: ({ typedGet }) => ok(typedGet),
    },
  ],
});

/** What bodies are written in. */
export const asking = defineCase({
  id: 'NV-WIRE-BODY',
  title: 'What bodies may be written in',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const post = (name: string, request: Request) => createTagFor(t, device, `${t.label}-${name}`, request);
    // A role that there is not, for a login that nobody has: what a manager should refuse twice.
    const nobody = `${t.label}@suite.invalid`;
    const path = `${usermgmt}/role/${nobody}`;
    await t.undoBy(device, `the role of ${nobody}`, [{ door: api, method: 'DELETE', path, gone: [400, 404] }]);
    const assign = (request: Request) => ask(device, 'POST', path, { body: assignment('no_such_role'), ...request });
    return {
      untyped: await post('untyped', { type: '' }),
      form: await post('form', { type: 'application/x-www-form-urlencoded' }),
      textXml: await post('text', { type: 'text/xml' }),
      charset: await post('charset', { type: 'application/xml; charset=UTF-8' }),
      empty: await post('empty', { body: '' }),
      unknownRole: await assign({ accept: 'application/xml' }),
      errorToTextXml: await assign({ type: 'text/xml' }),
      errorAsTextXml: await assign({ type: 'text/xml', accept: 'text/xml' }),
    };
  },
  checks: [
    {
      id: 'untyped',
      requirement: 'NV-WIRE-0001',
      killedBy: ['nsxv.any-content-type'],
      judge: ({ untyped }) => status(415)(untyped),
    },
    {
      id: 'form',
      requirement: 'NV-WIRE-0002',
      killedBy: ['nsxv.any-content-type'],
      judge: ({ form }) => status(415)(form),
    },
    {
      id: 'text-xml',
      requirement: 'NV-WIRE-0003',
      killedBy: ['nsxv.one-content-type'],
      judge: ({ textXml }) => done(textXml),
    },
    {
      id: 'charset',
      requirement: 'NV-WIRE-0004',
      killedBy: ['nsxv.one-content-type'],
      judge: ({ charset }) => done(charset),
    },
    {
      id: 'empty',
      requirement: 'NV-WIRE-0015',
      killedBy: ['nsxv.empty-body-is-422'],
      judge: ({ empty }) => status(500)(empty),
    },
    {
      id: 'empty-later',
      requirement: 'NV-WIRE-0016',
      killedBy: ['nsxv.empty-body-is-422'],
      judge: ({ empty }) => status(400)(empty),
    },
    {
      id: 'drift',
      requirement: 'NV-WIRE-0020',
      killedBy: ['nsxv.errors-always-xml'],
      judge: ({ errorToTextXml }) => matches(/^application\/json/, errorToTextXml.type, 'JSON'),
    },
    {
      id: 'error-xml',
      requirement: 'NV-WIRE-0021',
      killedBy: ['nsxv.errors-always-json'],
      judge: ({ errorAsTextXml }) => matches(/<error>/, errorAsTextXml.body, '<error>'),
    },
    {
      id: 'unknown-role',
      requirement: 'NV-WIRE-0022',
      killedBy: ['nsxv.unknown-role-is-500'],
      judge: ({ unknownRole }) => status(400)(unknownRole),
    },
  ],
});

/** Security tags: the cheapest object that there is. */
export const tagging = defineCase({
  id: 'NV-TAG-MAKE',
  title: 'A security tag is made, listed, and made again',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const created = await createTagFor(t, device, t.label);
    const list = await ask(device, 'GET', tags, { accept: 'application/xml' });
    return { created, list, twice: await createTag(device, t.label) };
  },
  checks: [
    {
      id: 'id',
      requirement: 'NV-TAG-0001',
      killedBy: ['nsxv.tag-in-quotes'],
      judge: ({ created }) => matches(/^securitytag-\d+$/, created.body, 'securitytag-N and nothing else'),
    },
    {
      id: 'paging',
      requirement: 'NV-TAG-0002',
      killedBy: ['nsxv.tags-without-paging'],
      judge: ({ list }) => matches(/<pagingInfo>/, list.body, 'pagingInfo'),
    },
    {
      id: 'twice',
      requirement: 'NV-TAG-0003',
      killedBy: ['nsxv.errors-always-json', 'nsxv.same-name-is-409'],
      judge: ({ twice }) => equal([400, '210'], [twice.status, element(twice.body, 'errorCode')]),
    },
  ],
});
