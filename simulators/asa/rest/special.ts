import { CliError } from '../../chassis/cli/command.ts';
import { Session } from '../../chassis/cli/session.ts';
import { profileOf } from '../agent.ts';
import { beginIn } from '../contexts/space.ts';
import { adminContext, isMultiple } from '../contexts/view.ts';
import { languageOf } from '../language.ts';
import { keep, savedText } from '../startup.ts';
import { dispatch } from './routes.ts';
import { dropToken, makeToken } from './tokens.ts';
import {
  type Answer,
  type Call,
  done,
  isObject,
  json,
  missing,
  objectBody,
  Problem,
  type Route,
  text,
} from './wire.ts';

/** Commands that one request may have. @source inferred */
const mostCommands = 1_000;

/** In single mode only one context is there. @throws Problem for any other */
function checkContext(call: Call): void {
  if (isMultiple(call.device)) return;
  const context = call.query.get('context');
  if (context !== null && context !== 'admin' && context !== 'system') throw missing(`context ${context.slice(0, 40)}`);
}

/**
 * Runs commands as the CLI does, in configuration mode. A command that prints nothing has no element in the answer.
 * @source recorded: reference 7.2
 */
async function cli(call: Call): Promise<Answer> {
  checkContext(call);
  const { commands } = objectBody(call.body);
  if (!Array.isArray(commands) || !commands.every((one) => typeof one === 'string')) {
    throw new Problem(400, 'INVALID-INPUT', 'commands must be a list of texts', 'commands');
  }
  if (commands.length > mostCommands)
    throw new Problem(400, 'INVALID-INPUT', `at most ${mostCommands} commands in a request`, 'commands');
  const { device } = call;
  const session = new Session(device, languageOf(device), {
    user: call.user,
    roles: [],
    level: call.privilege,
    from: call.from,
    transport: 'api',
  });
  if (call.seat !== undefined && call.seat !== adminContext(device)) beginIn(session, call.seat);
  session.enter('config');
  const response: string[] = [];
  for (const line of commands) {
    const running = session.execute(String(line));
    const { text: shown } = running instanceof Promise ? await running : running;
    if (shown !== '') response.push(shown.endsWith('\n') ? shown : `${shown}\n`);
    if (session.frames.length === 1) session.enter('config');
  }
  session.close();
  return json({ response });
}

/** Saves, and says what the CLI says. @source recorded: reference 7.3 */
function writeMemory(call: Call): Answer {
  checkContext(call);
  try {
    keep(call.device, call.user);
  } catch (error) {
    if (error instanceof CliError) return json({ response: [`${error.message}\n`] });
    throw error;
  }
  return json({ response: [savedText(call.device, true)] });
}

/**
 * Does several requests in order, all of them or none.
 * @source documented: reference 7.5; the shape of entries and the status of a refusal inferred
 */
async function bulk(call: Call): Promise<Answer> {
  const { body, device } = call;
  if (!Array.isArray(body))
    throw new Problem(400, 'INVALID-INPUT', 'A list of requests is expected in the request body');
  const { bulkLimit } = profileOf(device);
  if (body.length > bulkLimit) throw new Problem(400, 'INVALID-INPUT', `at most ${bulkLimit} entries in a request`);
  const before = device.state;
  const entryMessages: object[] = [];
  let failed = false;
  device.batch(() => {
    for (const entry of body) {
      const answered = failed ? undefined : oneOf(call, entry);
      const wrong = answered !== undefined && answered.status >= 400;
      failed ||= wrong;
      entryMessages.push(wrong && answered.body !== undefined ? JSON.parse(answered.body) : {});
    }
    if (failed) device.become(before);
  });
  return { status: failed ? 400 : 200, body: JSON.stringify({ entryMessages, commonMessages: [] }) };
}

function oneOf(call: Call, entry: unknown): Answer {
  const wrong = (details: string): Answer => ({
    status: 400,
    body: JSON.stringify({ messages: [{ level: 'Error', code: 'INVALID-INPUT', details }] }),
  });
  if (!isObject(entry)) return wrong('An entry must be an object with method, resourceUri and data');
  const method = (text(entry.method) ?? '').toUpperCase();
  const uri = text(entry.resourceUri) ?? '';
  if (!/^\/api\/(?!cli|commands|backup|restore|tokenservices)/.test(uri))
    return wrong(`'${uri.slice(0, 80)}' cannot be part of a bulk request`);
  const answer = dispatch({ ...call, method, uri, body: entry.data ?? undefined });
  return answer instanceof Promise ? wrong(`'${uri.slice(0, 80)}' cannot be part of a bulk request`) : answer;
}

/** What is no resource: tokens, commands, saving, bulk. */
export const specialRoutes: readonly Route[] = [
  {
    path: '/api/tokenservices',
    category: 'Token Services',
    evidence: 'recorded',
    multiple: true,
    methods: {
      POST: (call) => {
        const made = makeToken(call.device, call.user, call.privilege);
        if (made === undefined)
          throw new Problem(503, 'SERVICE-UNAVAILABLE', 'The maximum number of token sessions has been reached');
        return { status: 204, headers: { 'x-auth-token': made } };
      },
    },
  },
  {
    path: '/api/tokenservices/{token}',
    category: 'Token Services',
    evidence: 'recorded',
    multiple: true,
    methods: { DELETE: (call) => (dropToken(call.device, call.params[0] ?? '') ? done : { status: 401 }) },
  },
  { path: '/api/cli', category: 'CLI', evidence: 'recorded', multiple: true, methods: { POST: cli } },
  {
    path: '/api/commands/writemem',
    category: 'Save',
    evidence: 'recorded',
    multiple: true,
    methods: { POST: writeMemory },
  },
  { path: '/api', category: 'Bulk', evidence: 'documented', methods: { POST: bulk } },
];
