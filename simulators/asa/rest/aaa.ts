import type { JsonObject } from '../../chassis/json.ts';
import { editConfig } from '../edit.ts';
import type { AaaLine } from '../state/aaa.ts';
import { single } from './listed.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  done,
  flag,
  invalid,
  isObject,
  json,
  objectBody,
  Problem,
  type Route,
  text,
} from './wire.ts';

const lines: readonly AaaLine[] = ['enable', 'http', 'serial', 'ssh', 'telnet'];

function putAuthentication(call: Call, body: JsonObject): void {
  for (const line of lines) {
    const rule = body[line];
    if (!isObject(rule)) continue;
    const group = text(rule.serverGroup);
    if (flag(rule.enabled) && group === undefined)
      throw new Problem(400, 'AAA-MISSING-SERVER-GROUP', 'a server group is needed', line);
    if (flag(rule.enabled) && group !== 'LOCAL')
      throw new Problem(400, 'AAA-UNSUPPORTED-SERVER-GROUP', 'only LOCAL is supported', line);
  }
  editConfig(call.device, call.user, ({ aaa: { authentication } }) => {
    for (const line of lines) {
      const rule = body[line];
      if (!isObject(rule)) continue;
      if (flag(rule.enabled)) authentication[line] = { group: 'LOCAL' };
      else delete authentication[line];
    }
  });
}

function putAuthorization(call: Call, body: JsonObject): void {
  const group = text(body.commandAccessServerGroup) ?? 'LOCAL';
  if (flag(body.enableCommandAccess) && group !== 'LOCAL')
    throw new Problem(400, 'AAA-UNSUPPORTED-SERVER-GROUP', 'only LOCAL is supported', 'commandAccessServerGroup');
  const access = text(body.enableShellAccess) ?? 'Disable';
  if (!['Disable', 'Local', 'Remote'].includes(access))
    throw invalid('enableShellAccess', "enableShellAccess must be 'Disable', 'Local' or 'Remote'");
  editConfig(call.device, call.user, ({ aaa: rules }) => {
    if (flag(body.enableCommandAccess)) rules.command = { group };
    else delete rules.command;
    if (access === 'Disable') delete rules.exec;
    else {
      rules.exec = {
        group: access === 'Local' ? 'LOCAL' : 'authentication-server',
        ...(flag(body.autoenableExecMode) && { autoEnable: true }),
      };
    }
  });
}

/** The lines `privilege show level 5 mode exec command NAME`. @source inferred: path and items (reference 6.12) */
function privileges(call: Call): Answer {
  const found = (call.device.state.config.lines.privilege ?? []).flatMap((line) => {
    const [, type, level, mode, command] =
      /^(?:(show|clear|cmd|configure) )?level (\d+) (?:mode (\S+) )?command (.+)$/.exec(line) ?? [];
    if (level === undefined || command === undefined) return [];
    return [
      { kind: 'object#CommandPrivilege', command, type: type ?? 'cmd', mode: mode ?? 'exec', level: Number(level) },
    ];
  });
  return pageOf(call, found);
}

/** @source recorded: reference 6.12 */
export const aaa: readonly Route[] = [
  {
    path: '/api/aaa/authentication',
    category: 'AAA',
    evidence: 'recorded',
    methods: {
      GET: ({ device }) => {
        const { authentication } = device.state.config.aaa;
        return json(
          Object.fromEntries(
            lines.map((line) => {
              const rule = authentication[line];
              return [line, rule ? { serverGroup: rule.group, enabled: true } : { enabled: false }];
            }),
          ),
        );
      },
      PUT: (call) => {
        putAuthentication(call, objectBody(call.body));
        return done;
      },
      POST: () => {
        throw new Problem(405, 'AAA-UNSUPPORTED-OPERATION', 'POST is not supported');
      },
    },
  },
  single(
    '/api/aaa/authorization',
    'AAA',
    'recorded',
    ({ device }) => {
      const { command, exec } = device.state.config.aaa;
      return {
        enableCommandAccess: command !== undefined,
        commandAccessServerGroup: command?.group ?? 'LOCAL',
        enableShellAccess: exec ? (exec.group === 'LOCAL' ? 'Local' : 'Remote') : 'Disable',
        autoenableExecMode: exec?.autoEnable ?? false,
      };
    },
    putAuthorization,
  ),
  { path: '/api/aaa/commandprivileges', category: 'AAA', evidence: 'inferred', methods: { GET: privileges } },
];
