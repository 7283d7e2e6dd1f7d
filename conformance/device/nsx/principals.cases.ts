import { all, equal, holds, matches } from '../../judgement.ts';
import { at, listAt, parsed, seen, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, certificates, fresh, selfSigned, trust } from './manager.ts';

/** Principals. */
export const principals = cased(
  {
    id: 'NSX-PID-LIFE',
    title: 'A principal identity is made and deleted',
    touches: 'config',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const identities = `${trust}/principal-identities`;
      const pair = await selfSigned('robot', { basicConstraints: false, purposes: ['clientAuth'] });
      const body = {
        name: 'robot',
        node_id: 'node-1',
        role: 'enterprise_admin',
        is_protected: 'true',
        certificate_pem: pair.pem,
      };
      const made = seen(await ask(device, `POST ${identities}/with-certificate`, { body }));
      const again = await ask(device, `POST ${identities}/with-certificate`, {
        body: { ...body, certificate_pem: (await selfSigned('other')).pem },
      });
      const id = textAt(made.body, 'id');
      const certificate = textAt(made.body, 'certificate_id');
      const used = parsed(await ask(device, `GET ${certificates}/${certificate}`));
      const early = await ask(device, `DELETE ${certificates}/${certificate}`);
      const paths = [{ path: '/', roles: [{ role: 'auditor' }] }];
      const second = seen(
        await ask(device, `POST ${identities}/with-certificate`, {
          body: {
            name: 'paths',
            node_id: 'node-2',
            roles_for_paths: paths,
            certificate_pem: (await selfSigned('paths')).pem,
          },
        }),
      );
      const deleted = await ask(device, `DELETE ${identities}/${id}`);
      const left = await ask(device, `GET ${certificates}/${certificate}`);
      const late = await ask(device, `DELETE ${certificates}/${certificate}`);
      return {
        made,
        again: again.status,
        used: { revision: at(used, '_revision'), by: listAt(used, 'used_by').length },
        early: early.status,
        paths: at(parsed(await ask(device, `GET ${identities}/${textAt(second.body, 'id')}`)), 'roles_for_paths'),
        life: [deleted.status, left.status, late.status],
      };
    },
  },
  (check) => [
    check('made', 'NSX-PID-0001', ['nsx.import-200'], (o) => equal(201, o.made.status)),
    check('text', 'NSX-PID-0004', ['nsx.identity-as-sent'], (o) => equal(true, at(o.made.body, 'is_protected'))),
    check('by-id', 'NSX-PID-0002', ['nsx.identity-as-sent'], (o) =>
      all(
        holds(textAt(o.made.body, 'certificate_id') !== '', 'a certificate_id', o.made.body),
        equal(null, at(o.made.body, 'certificate_pem')),
      ),
    ),
    check('name', 'NSX-PID-0003', ['nsx.identity-as-sent'], (o) =>
      equal('robot@node-1', at(o.made.body, 'display_name')),
    ),
    check('again', 'NSX-PID-0009', ['nsx.identities-repeat'], (o) => equal(400, o.again)),
    check('used', 'NSX-PID-0005', ['nsx.used-by-empty', 'nsx.identity-as-sent'], (o) =>
      equal({ revision: 1, by: 1 }, o.used),
    ),
    check('early', 'NSX-PID-0006', ['nsx.delete-never-refused'], (o) => holds(o.early >= 400, 'a refusal', o.early)),
    check('paths', 'NSX-PID-0008', ['nsx.identity-as-sent'], (o) =>
      equal([{ path: '/', roles: [{ role: 'auditor' }] }], o.paths),
    ),
    check('life', 'NSX-PID-0007', ['nsx.delete-204', 'nsx.identity-takes-certificate', 'nsx.identity-as-sent'], (o) =>
      equal([200, 200, 200], o.life),
    ),
  ],
);

/** Requests. */
export const requests = cased(
  {
    id: 'NSX-CSR-LIFE',
    title: 'A signing request is made, signs itself, and is deleted',
    touches: 'config',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const csrs = `${trust}/csrs`;
      const none = parsed(await ask(device, `GET ${csrs}`));
      const attributes = [
        { key: 'CN', value: 'csr.example' },
        { key: 'O', value: 'Rackless' },
        { key: 'C', value: 'US' },
      ];
      const made = seen(
        await ask(device, `POST ${csrs}`, {
          body: { display_name: 'csr', subject: { attributes }, key_size: '2048', algorithm: 'RSA' },
        }),
      );
      const id = textAt(made.body, 'id');
      const file = await ask(device, `GET ${csrs}/${id}/pem-file`);
      const signed = seen(await ask(device, `POST ${csrs}/${id}?action=self_sign`, { raw: '""' }));
      const extensions = { subject_alt_names: { dns_names: ['san.example'], ip_addresses: [] } };
      const extended = await ask(device, `POST ${trust}/csrs-extended`, {
        body: { subject: { attributes }, key_size: 2048, algorithm: 'RSA', extensions },
      });
      const applied = await ask(
        device,
        `POST /api/v1/node/services/http?action=apply_certificate&certificate_id=${textAt(signed.body, 'id')}`,
      );
      return {
        none: at(none, 'result_count'),
        made,
        file: { status: file.status, same: file.body === textAt(made.body, 'pem_encoded') },
        cn: textAt(signed.body, 'details', 0, 'subject_cn'),
        signed: signed.status,
        extended: {
          status: extended.status,
          names: at(parsed(extended), 'extensions', 'subject_alt_names', 'dns_names'),
        },
        applied: applied.status,
        deleted: (await ask(device, `DELETE ${csrs}/${id}`)).status,
      };
    },
  },
  (check) => [
    check('none', 'NSX-CSR-0007', ['nsx.count-missing-when-empty'], (o) => equal(0, o.none)),
    check('made', 'NSX-CSR-0001', ['nsx.import-200'], (o) =>
      all(
        equal(201, o.made.status),
        matches(/^-----BEGIN CERTIFICATE REQUEST-----/, textAt(o.made.body, 'pem_encoded'), 'a certificate request'),
      ),
    ),
    check('file', 'NSX-CSR-0002', ['nsx.request-file-empty'], (o) => equal({ status: 200, same: true }, o.file)),
    check('size', 'NSX-CSR-0003', ['nsx.import-200'], (o) => equal(201, o.made.status)),
    check('signs', 'NSX-CSR-0004', ['nsx.import-200'], (o) => equal(201, o.signed)),
    check('applied', 'NSX-CSR-0005', ['nsx.nothing-applies'], (o) =>
      holds(o.applied === 200 || o.applied === 202, '200 or 202', o.applied),
    ),
    check('extended', 'NSX-CSR-0008', ['nsx.import-200'], (o) =>
      equal([201, ['san.example']], [o.extended.status, o.extended.names]),
    ),
    check('subject', 'NSX-CSR-0009', ['nsx.no-details'], (o) => equal('csr.example', o.cn)),
    check('deleted', 'NSX-CSR-0006', ['nsx.delete-204'], (o) => equal(200, o.deleted)),
  ],
);
