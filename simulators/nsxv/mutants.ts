import { command } from '../chassis/cli/command.ts';
import type { Kind } from '../chassis/kind.ts';
import { type Alteration, alterCommands } from './cli/language.ts';
import type { NsxvState } from './state.ts';

/** A manager with one small lie in it. */
interface NsxvMutant {
  readonly title: string;
  apply(kind: Kind<NsxvState>): Kind<NsxvState>;
}

/** What goes out, as a mutant may change it. */
interface Outgoing {
  status: number;
  body: string;
  type: string;
}

/** The same manager with answers of the API changed on their way out. */
function answering(
  kind: Kind<NsxvState>,
  change: (answer: Outgoing, request: { readonly method: string; readonly url: string }) => void,
): Kind<NsxvState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a manager has a web face');
      return {
        ...face,
        async routes(app, options) {
          app.addHook('onSend', async (request, reply, payload) => {
            const body = Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
            const answer = { status: reply.statusCode, body, type: String(reply.getHeader('content-type') ?? '') };
            change(answer, request);
            reply.code(answer.status);
            if (answer.type !== '') reply.header('content-type', answer.type);
            if (answer.body === body) return payload;
            const changed = Buffer.from(answer.body);
            reply.header('content-length', changed.length);
            return changed;
          });
          await face.routes(app, options);
        },
      };
    },
  };
}

/** The same manager with other commands. */
function speaking(kind: Kind<NsxvState>, alter: Alteration): Kind<NsxvState> {
  const broken = { ...kind };
  alterCommands(broken, alter);
  return broken;
}

/** The same manager with the output of one command changed. */
function printing(kind: Kind<NsxvState>, grammar: string, change: (text: string) => string): Kind<NsxvState> {
  return speaking(kind, (one) =>
    one.grammar === grammar
      ? command<NsxvState>(one.grammar, one, async (run, args) => {
          const printed = await one.handler(run, args);
          return typeof printed === 'string' ? change(printed) : printed;
        })
      : one,
  );
}

const noRole = 'VC user does not have any role on NSX Manager.';
const role = '/api/2.0/services/usermgmt/role/';

/** Managers that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, NsxvMutant>> = {
  'nsxv.bad-password-is-401': {
    title: 'wrong credentials are answered with 401 instead of 403',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (answer.body.includes('Bad Username or Credentials')) answer.status = 401;
      }),
  },
  'nsxv.one-403-for-all': {
    title: 'a user without a role gets the page of wrong credentials',
    apply: (kind) =>
      answering(kind, (answer) => {
        answer.body = answer.body.replaceAll(noRole, 'Bad Username or Credentials presented');
      }),
  },
  'nsxv.errors-without-code': {
    title: 'a missing permission is answered with a page instead of an error object',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (!answer.body.includes('<errorCode>254')) return;
        answer.body = '<html><body>Forbidden</body></html>';
        answer.type = 'text/html;charset=utf-8';
      }),
  },
  'nsxv.assigning-is-201': {
    title: 'POST role answers 201',
    apply: (kind) =>
      answering(kind, (answer, { method, url }) => {
        if (method === 'POST' && url.startsWith(role) && answer.status === 204) answer.status = 201;
      }),
  },
  'nsxv.changing-is-silent': {
    title: 'PUT role answers 204 without the entry',
    apply: (kind) =>
      answering(kind, (answer, { method, url }) => {
        if (method !== 'PUT' || !url.startsWith(role) || answer.status !== 200) return;
        answer.status = 204;
        answer.body = '';
      }),
  },
  'nsxv.resource-id-echoed': {
    title: "answers repeat the request's resourceId",
    apply: (kind) =>
      answering(kind, (answer) => {
        answer.body = answer.body.replaceAll(
          '<resource><objectId>',
          '<resource><resourceId>globalroot-0</resourceId><objectId>',
        );
      }),
  },
  'nsxv.missing-role-is-404': {
    title: 'GET role of a user without one answers 404',
    apply: (kind) =>
      answering(kind, (answer, { method, url }) => {
        if (method === 'GET' && url.startsWith(role) && answer.status === 400) answer.status = 404;
      }),
  },
  'nsxv.pretty-xml': {
    title: 'XML is indented',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (answer.type.startsWith('application/xml')) answer.body = answer.body.replaceAll('><', '>\n<');
      }),
  },
  'nsxv.json-keeps-root': {
    title: 'JSON has the root element of the XML',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (answer.type.startsWith('application/json')) answer.body = `{"root":${answer.body}}`;
      }),
  },
  'nsxv.any-content-type': {
    title: 'a body without a content type is read as XML',
    apply: (kind) => ({
      ...kind,
      web: async () => {
        const face = await kind.web?.();
        if (!face) throw new Error('a manager has a web face');
        return {
          ...face,
          async routes(app, options) {
            app.addHook('onRequest', async (request) => {
              const type = request.headers['content-type'] ?? '';
              if (!/xml|json|multipart/.test(type)) request.headers['content-type'] = 'application/xml';
            });
            await face.routes(app, options);
          },
        };
      },
    }),
  },
  'nsxv.login-under-own-name': {
    title: 'the audit log tells a login under the name of who logged in',
    apply: (kind) =>
      answering(kind, (answer) => {
        answer.body = answer.body.replace(
          /<userName>System<\/userName>(<module>ACCESS_CONTROL<\/module><operation>LOGIN<\/operation><resource>)([^<]*)/g,
          '<userName>$2</userName>$1$2',
        );
      }),
  },
  'nsxv.page-size-is-count': {
    title: 'pageSize tells how many entries came',
    apply: (kind) =>
      answering(kind, (answer) => {
        const count = answer.body.split('<auditLog>').length - 1;
        answer.body = answer.body.replace(/<pageSize>\d+/, `<pageSize>${count}`);
      }),
  },
  'nsxv.everybody-is-admin': {
    title: 'the audit log names admin whoever acted',
    apply: (kind) =>
      answering(kind, (answer) => {
        answer.body = answer.body.replace(/<userName>(?!System)[^<]*/g, '<userName>admin');
      }),
  },
  'nsxv.passwords-in-configuration': {
    title: 'show running-config shows hashes',
    apply: (kind) =>
      printing(kind, 'show running-config', (text) => text.replace(/^user (\S+)$/gm, 'user $1 password hash $5$x$y')),
  },
  'nsxv.privilege-in-configuration': {
    title: 'show running-config shows the web-interface privilege',
    apply: (kind) =>
      printing(kind, 'show running-config', (text) =>
        text.replace(/^user (\S+)$/gm, 'user $1\nuser $1 privilege web-interface'),
      ),
  },
  'nsxv.capitals-allowed': {
    title: 'user names with capital letters are taken',
    apply: (kind) =>
      speaking(kind, (one) =>
        one.grammar.startsWith('user <name:word> password')
          ? command<NsxvState>(one.grammar, one, async (run, args) => {
              const name = args.text('name');
              if (name === name.toLowerCase()) return one.handler(run, args);
              return run.change((draft) => {
                draft.config.users[name] = { hash: '', web: false };
              });
            })
          : one,
      ),
  },
  'nsxv.save-says-nothing': {
    title: 'write memory prints nothing',
    apply: (kind) => printing(kind, 'write memory', () => ''),
  },
  'nsxv.no-lock': {
    title: 'two sessions may configure at once',
    apply: (kind) =>
      speaking(kind, (one) =>
        one.grammar === 'configure terminal' ? command<NsxvState>(one.grammar, one, (run) => run.enter('config')) : one,
      ),
  },
  'nsxv.any-role-for-cli': {
    title: 'the refusal of roles that CLI users may not have is answered as success',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (/Role \w+ cannot be assigned to a CLI user/.test(answer.body)) answer.status = 200;
      }),
  },
  'nsxv.admin-can-go': {
    title: 'what is done to admin is answered as success',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (answer.body.includes('This operations is not permitted.')) answer.status = 200;
      }),
  },
  'nsxv.auditor-reads-roles': {
    title: 'an auditor may read roles',
    apply: (kind) =>
      answering(kind, (answer) => {
        if (!answer.body.includes('urm.object_access_control')) return;
        answer.status = 200;
        answer.body =
          '<?xml version="1.0" encoding="UTF-8"?>\n<accessControlEntry><role>auditor</role></accessControlEntry>';
      }),
  },
  'nsxv.central-cli-any-accept': {
    title: 'the central CLI answers whatever the client reads',
    apply: (kind) =>
      answering(kind, (answer, { url }) => {
        if (url.startsWith('/api/1.0/nsx/cli') && answer.status === 406) answer.status = 200;
      }),
  },
  'nsxv.tokens-die-with-users': {
    title: 'a token of a deleted user is good no more',
    apply: (kind) => ({
      ...kind,
      derive(_before, after) {
        const alive = Object.entries(after.run.tokens).filter(([, token]) => after.store.entries[token.login]);
        if (alive.length === Object.keys(after.run.tokens).length) return after;
        return { ...after, run: { ...after.run, tokens: Object.fromEntries(alive) } };
      },
    }),
  },
};
