import type { JsonObject } from '../../chassis/json.ts';
import { editConfig } from '../edit.ts';
import type { AaaLine } from '../state.ts';
import { single } from './listed.ts';
import { type Call, done, flag, isObject, json, objectBody, Problem, type Route, text } from './wire.ts';

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
  single('/api/aaa/authorization', 'AAA', 'recorded', ({ device }) => {
    const { command, exec } = device.state.config.aaa;
    return {
      enableCommandAccess: command !== undefined,
      commandAccessServerGroup: command?.group ?? 'LOCAL',
      enableShellAccess: exec ? (exec.group === 'LOCAL' ? 'Local' : 'Remote') : 'Disable',
      autoenableExecMode: exec?.autoEnable ?? false,
    };
  }),
];
