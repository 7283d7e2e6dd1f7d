import type { FastifyRequest } from 'fastify';
import { castDraft } from 'immer';
import { Session } from '../../chassis/cli/session.ts';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { languageOf } from '../language.ts';
import { printCjson } from '../nxapi/cjson.ts';
import { isNxos } from '../nxos.ts';
import type { NxosState } from '../state.ts';
import { answering, facing, type Mutants, type NxosMutant, resending, restating, rewording, sent } from './mutant.ts';

/** Replies in the usual layout, their message changed; chunks and XML stay. */
const replying = (title: string, change: (message: JsonObject) => Json): NxosMutant =>
  answering(title, (answer) => {
    if (!answer.body.startsWith('{\n\t"ins_api"')) return;
    const parsed: Json = JSON.parse(answer.body);
    const message = isJsonObject(parsed) ? parsed.ins_api : undefined;
    if (message !== undefined && isJsonObject(message)) answer.body = printCjson({ ins_api: change(message) });
  });

/** The outputs of a message, one or many, changed. */
function outputs(message: JsonObject, change: (output: JsonObject) => JsonObject): JsonObject {
  const { outputs: whole } = message;
  if (whole === undefined || !isJsonObject(whole)) return message;
  const { output } = whole;
  const each = (one: Json): Json => (isJsonObject(one) ? change(one) : one);
  if (output === undefined) return message;
  return { ...message, outputs: { output: Array.isArray(output) ? output.map(each) : each(output) } };
}

const backwards = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1)));
const isEmpty = (value: Json | undefined): boolean =>
  value !== undefined && isJsonObject(value) && Object.keys(value).length === 0;

/** Lies of the messages of NX-API, as JSON. */
export const messages: Mutants = {
  'nxos.integer-codes': rewording('codes are numbers instead of strings', [/"code":\t"(\d+)"/g, '"code":\t$1']),
  'nxos.error-as-http-500': restating(
    'a command that fails makes ins_api answer with HTTP status 500',
    500,
    (_request, { body }) => body.includes('"clierror"'),
  ),
  'nxos.one-output-as-array': answering('one command gives an array of one output', (answer) => {
    if (!answer.body.startsWith('{\n\t"ins_api"')) return;
    const parsed: { ins_api: { outputs: { output: unknown } } } = JSON.parse(answer.body);
    const { outputs: whole } = parsed.ins_api;
    if (!Array.isArray(whole.output)) whole.output = [whole.output];
    answer.body = JSON.stringify(parsed);
  }),
  'nxos.ins-as-application-json': answering('JSON is of the type application/json', (answer) => {
    answer.type = answer.type.replace('text/json', 'application/json');
  }),
  'nxos.members-backwards': replying('the members of messages and outputs stand in another order', (message) => {
    const { outputs: whole, ...rest } = outputs(message, backwards);
    return { ...backwards(rest), ...(whole !== undefined && { outputs: whole }) };
  }),
  'nxos.outputs-backwards': replying('several outputs come last one first', (message) => {
    const { outputs: whole } = message;
    if (whole === undefined || !isJsonObject(whole) || !Array.isArray(whole.output)) return message;
    return { ...message, outputs: { output: [...whole.output].reverse() } };
  }),
  'nxos.sid-echoed': rewording('the sid is that of the request', ['"sid":\t"eoc"', '"sid":\t"1"']),
  'nxos.says-ok': rewording('success is told as OK', ['"msg":\t"Success"', '"msg":\t"OK"']),
  'nxos.errors-with-body': replying('an output that failed has a body', (message) =>
    outputs(message, (output) => ('clierror' in output ? { ...output, body: '' } : output)),
  ),
  'nxos.one-path': restating('only /ins takes messages', 404, ({ url }) => url === '/ins/' || url === '/ins.json'),
  'nxos.strict-messages': restating(
    'a message whose members stand in another order, or whose sid is null, is answered with 500',
    500,
    (request) => /^\{"ins_api":\{"output_format"|"sid":null/.test(sent(request)),
  ),
  'nxos.semicolon-needs-blanks': restating(
    'commands that are joined by a semicolon without a blank behind it are answered with 500',
    500,
    (request) => / ;show /.test(sent(request)),
  ),
  'nxos.error-texts-swapped': answering(
    'shows that fail have the text of lines that fail, and the other way about',
    (answer) => {
      answer.body = answer.body.replace(/Input CLI command error|CLI execution error/g, (text) =>
        text.startsWith('Input') ? 'CLI execution error' : 'Input CLI command error',
      );
    },
  ),
  'nxos.pipes-allowed': rewording('a pipe is not refused', [/"code":\t"501"/g, '"code":\t"200"']),
  'nxos.marker-in-replies': rewording('errors in replies speak of a marker', [
    '% Invalid command\\n',
    "% Invalid command at '^' marker.\\n",
  ]),
  'nxos.hostname-of-another-shape': answering('show hostname has another shape', (answer) => {
    answer.body = answer.body
      .replace(
        /"body":\t("[^"]*")(?=(?:,\n\t+"(?:code|msg)":[^\n]*)*,\n\t+"input":\t"show hostname")/,
        '"body":\t{"text":\t$1}',
      )
      .replaceAll('"hostname":', '"host_name":');
  }),
  'nxos.tables-without-rows': rewording('rows of tables have another name', ['"ROW_vrf"', '"row"']),
  'nxos.garbled-is-500': answering('a body that is no message is answered with 500 and an empty object', (answer) => {
    if (answer.status !== 400 || !answer.body.includes('Server internal error.')) return;
    answer.status = 500;
    answer.body = '{}';
  }),
  'nxos.silence-is-text': replying('a line that prints nothing has an empty text as body', (message) =>
    outputs(message, (output) => (isEmpty(output.body) ? { ...output, body: '' } : output)),
  ),
  'nxos.text-dropped': replying('what a configuration line prints is not told', (message) =>
    message.type === 'cli_conf'
      ? outputs(message, (output) => (typeof output.body === 'string' ? { ...output, body: {} } : output))
      : message,
  ),
  'nxos.goes-on-after-errors': answering(
    'lines behind one that failed are run all the same',
    async (answer, request) => {
      const { device } = request;
      if (!isNxos(device) || !answer.body.includes('"clierror"')) return;
      const [, type, input = ''] = /"type":"(cli_conf)"[\s\S]*?"input":"((?:[^"\\]|\\.)*)"/.exec(sent(request)) ?? [];
      if (type === undefined) return;
      const session = new Session(device, languageOf(device), {
        user: 'admin',
        roles: ['network-admin'],
        from: '',
        transport: 'api',
      });
      for (const line of ['configure terminal', ...input.split(/ ;/)]) await session.execute(line);
      session.close();
    },
  ),
  'nxos.rolls-back': facing('a line that fails takes back those before it', (app) => {
    const before = new WeakMap<FastifyRequest, NxosState>();
    app.addHook('preHandler', async (request) => {
      if (isNxos(request.device)) before.set(request, request.device.state);
    });
    app.addHook('onSend', async (request, _reply, payload) => {
      const old = before.get(request);
      const failed = Buffer.isBuffer(payload) && payload.includes('"clierror"') && sent(request).includes('"cli_conf"');
      if (old && failed && isNxos(request.device)) {
        request.device.change((draft) => {
          draft.config = castDraft(old.config);
        });
      }
      return payload;
    });
  }),
  'nxos.newline-ends-message': resending('what stands behind a line end is not run', (body) =>
    body.replace(/("input":"(?:[^"\\]|\\[^n])*)\\n(?:[^"\\]|\\.)*"/, '$1"'),
  ),
  'nxos.chunk-cut-short': rewording('the first chunk of a long show says that it is the last', [
    /("sid": "|<sid>)sid-[0-9a-f]+/g,
    '$1eoc',
  ]),
  'nxos.chunks-with-blanks': rewording('a chunk has blanks where clients expect none', ['","outputs', '", "outputs']),
  'nxos.chunks-refuse-nothing': answering('what chunks cannot be is not refused', (answer, request) => {
    if (/"chunk":"1"/.test(sent(request))) answer.body = answer.body.replace(/"code":\s*"(400|501)"/, '"code": "200"');
  }),
  'nxos.bash-prints-nothing': answering('what bash prints is not told', (answer, request) => {
    if (/"type":"bash"/.test(sent(request)))
      answer.body = answer.body.replace(/"body":\t"(?:[^"\\]|\\.)*"/, '"body":\t""');
  }),
  'nxos.bash-without-feature': {
    title: 'bash is there although nobody has switched it on',
    apply: (kind) => ({
      ...kind,
      factory(birth) {
        const state = kind.factory(birth);
        const features = { ...state.config.features, 'bash-shell': true } as const;
        return { ...state, config: { ...state.config, features } };
      },
    }),
  },
};
