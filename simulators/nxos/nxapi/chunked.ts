import { isReading } from '../../chassis/cli/session.ts';
import type { Json } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import type { NxosSession } from '../session.ts';
import type { Caller } from './authenticate.ts';
import { type Fragment, firstFragment, isGiven, nextFragment } from './chunk.ts';
import { codes } from './codes.ts';
import { isPiped, splitInput } from './commands.ts';
import { execute, failed, type Output } from './executor.ts';
import { escapeXml, xmlDocument } from './ins-xml.ts';
import type { InsRequest } from './request.ts';

/**
 * A show in pieces: the first request runs it, each further one with the `sid` of the reply before it fetches on.
 *
 * @returns the text of the reply, or the failed output that is answered as ever
 * @source NX-API reference 2.6
 */
export async function chunked(
  device: NxosDevice,
  caller: Caller,
  session: NxosSession,
  request: InsRequest,
): Promise<string | Output> {
  const { type, input, sid, outputFormat } = request;
  const asked = JSON.stringify([type, input, outputFormat]);
  if (isGiven(sid)) {
    const next = nextFragment(device, caller, asked, sid);
    return next ? written(request, next) : failed(input, codes.IN_MSG_ERR, '');
  }
  const refused = refusal(session, type, input);
  if (refused) return refused;
  const [output] = await execute(session, type, input, 'stop-on-error');
  if (!output?.ok) return output ?? failed(input, codes.NO_INPUT_CMD_ERR, '');
  const document = documentOf(output.body ?? '', outputFormat);
  return written(request, firstFragment(device, caller, asked, document, { code: output.code, msg: output.msg }));
}

function refusal(session: NxosSession, type: string, input: string): Output | undefined {
  if (!type.startsWith('cli_show')) return failed(input, codes.CHUNK_ONLY_ALLOWED_IN_SHOW_ERR, '');
  if (splitInput(input).length > 1) return failed(input, codes.CHUNK_ALLOW_ONE_CMD_ERR, '');
  if (isPiped(input)) return undefined;
  const reading = session.read(input.trim());
  const other = isReading(reading) && !reading.line.startsWith('show ');
  return other ? failed(input, codes.CHUNK_ONLY_ALLOWED_IN_SHOW_ERR, '') : undefined;
}

function documentOf(body: Json, format: InsRequest['outputFormat']): string {
  if (format === 'json') return JSON.stringify(body);
  return typeof body === 'string' ? body : xmlDocument(body);
}

/**
 * JSON goes on one line, with blanks where the vendor's sample client wants them, and nothing is closed after the piece:
 * the pieces put together are the body. XML is a whole envelope with a piece of the body's document as its text.
 *
 * @source client: datacenter/nexus9000, json_chunking.py; XML inferred
 */
function written(
  { type, version, input, outputFormat }: InsRequest,
  { text, sid, code: { code, msg } }: Fragment,
): string {
  if (outputFormat === 'json') {
    const quoted = [type, version, sid].map((value) => JSON.stringify(value));
    const output = `{"input": ${JSON.stringify(input)}, "msg": "${msg}", "code": "${code}", "body": ${text}`;
    return `{"ins_api": {"type": ${quoted[0]}, "version": ${quoted[1]}, "sid": ${quoted[2]},"outputs": {"output": ${output}`;
  }
  return `<?xml version="1.0"?>
<ins_api>
  <type>${escapeXml(type)}</type>
  <version>${escapeXml(version)}</version>
  <sid>${sid}</sid>
  <outputs>
    <output>
      <body>${escapeXml(text)}</body>
      <input>${escapeXml(input)}</input>
      <msg>${msg}</msg>
      <code>${code}</code>
    </output>
  </outputs>
</ins_api>
`;
}
