import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { at } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, lesson, recorded } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  await post(objects, host('conf1'));
  const renamed = await put(`${objects}/conf1`, host('conf2'));
  const afterRename = await get(`${objects}/conf2`);
  const oldName = await get(`${objects}/conf1`);
  const patched = await patch(`${objects}/conf2`, { host: { kind: 'IPv4Network', value: '198.51.100.0/24' } });
  const network = await get(`${objects}/conf2`);
  await patch(`${objects}/conf2`, { description: 'of the suite' });
  const described = await get(`${objects}/conf2`);
  const describedShown = await run('show running-config object network');
  await put(`${objects}/conf2`, host('conf2', '198.51.100.7'));
  const replaced = await get(`${objects}/conf2`);
  const putMissing = await put(`${objects}/conf3`, host('conf3'));
  return {
    renamed,
    afterRename,
    oldName,
    patched,
    network,
    described,
    describedShown,
    replaced,
    putMissing,
    afterPutMissing: await get(`${objects}/conf3`),
    deleteMissing: await remove(`${objects}/conf3`),
  };
}

const rule = rulesOver<typeof drive>();
const methods = about('REST API methods');
const lab = lesson('exercises on objects');

/** What PUT and PATCH do to a network object. */
export const objectChanges = topic({
  id: 'ASA-OBJ-CHANGES',
  title: 'Objects are renamed, replaced and changed in part',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-OBJ-0014', 'renamed', 'A PUT with another name is answered 204.', lab, ({ renamed }) =>
      equal(204, renamed.status),
    ),
    rule(
      'ASA-OBJ-0015',
      'moved',
      'After a PUT with another name the object is found under that name.',
      lab,
      ({ afterRename }) => equal(200, afterRename.status),
    ),
    rule(
      'ASA-OBJ-0028',
      'left',
      'After a PUT with another name the object is not found under the old one.',
      lab,
      ({ oldName }) => equal(404, oldName.status),
    ),
    rule('ASA-OBJ-0016', 'patched', 'A PATCH of an object is answered 204.', lab, ({ patched }) =>
      equal(204, patched.status),
    ),
    rule(
      'ASA-OBJ-0017',
      'prefix',
      'A network is written with its prefix length.',
      recorded('CiscoDevNet/go-ciscoasa', 'network objects'),
      ({ network }) => equal({ kind: 'IPv4Network', value: '198.51.100.0/24' }, at(network, 'host')),
    ),
    rule('ASA-OBJ-0031', 'described', 'A description that was given comes back.', about('Objects'), ({ described }) =>
      equal('of the suite', at(described, 'description')),
    ),
    rule('ASA-OBJ-0032', 'patch-keeps', 'A PATCH leaves what it does not name as it was.', methods, ({ described }) =>
      equal('198.51.100.0/24', at(described, 'host', 'value')),
    ),
    rule(
      'ASA-OBJ-0033',
      'description-on-the-cli',
      'The description of an object stands below it in the running configuration.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, object network'),
      ({ describedShown }) =>
        matches(/object network conf2\n subnet .*\n description of the suite\n/, describedShown, 'the description'),
    ),
    rule('ASA-OBJ-0034', 'put-replaces', 'A PUT replaces the whole object.', methods, ({ replaced }) =>
      equal(['198.51.100.7', undefined], [at(replaced, 'host', 'value'), at(replaced, 'description')]),
    ),
    rule('ASA-OBJ-0036', 'put-empty', 'The answer to a PUT has an empty body.', methods, ({ renamed }) =>
      equal('', renamed.body),
    ),
    rule(
      'ASA-OBJ-0021',
      'put-missing',
      'A PUT to an object that is not there is answered 404.',
      methods,
      ({ putMissing }) => equal(404, putMissing.status),
    ),
    rule(
      'ASA-OBJ-0022',
      'put-makes-nothing',
      'A PUT makes nothing that was not there.',
      methods,
      ({ afterPutMissing }) => equal(404, afterPutMissing.status),
    ),
    rule(
      'ASA-OBJ-0023',
      'delete-missing',
      'A DELETE of an object that is not there is answered 404.',
      methods,
      ({ deleteMissing }) => equal(404, deleteMissing.status),
    ),
  ],
});
