import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NsxvDevice } from '../nsxv.ts';
import { type Release, releaseOf } from '../release.ts';
import { type Admitted, authenticate } from './authenticate.ts';
import { BodyError, type Element, readJson, readXml } from './body.ts';
import { type Document, jsonOf, xmlOf } from './document.ts';
import { ApiError, failures, PageError } from './failure.ts';
import { readFiles } from './multipart.ts';
import { type Answer, type Caller, makeCall, mayUse, type Operation } from './operation.ts';
import { containerPage } from './pages.ts';
import { bodyFormat, isOpen, type Representation, representation, takesText } from './represent.ts';
import { unknownOperation } from './unknown.ts';

const html = 'text/html;charset=utf-8';
const types: Readonly<Record<Representation, string>> = { xml: 'application/xml', json: 'application/json' };

/** Somebody whom an operation lets in unseen: its body says who asks. */
const anybody: Caller = { login: '', roles: [], origin: 'cli' };

/** Answers one request to an operation, or refuses it in the words of whoever refuses: the container or the API. */
export async function serve(
  device: NsxvDevice,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const release = releaseOf(device.release);
  request.account.operation = operation.name;
  try {
    if (operation.exists && !operation.exists(release)) return await unknownOperation(device, request, reply);
    const admitted: Admitted =
      operation.feature === 'nobody' ? { caller: anybody } : await authenticate(device, request);
    request.account.user = admitted.caller.login;
    if (admitted.setCookie !== undefined) reply.header('set-cookie', admitted.setCookie);
    const format = formatOf(release, operation, request);
    const { body, files } = read(release, operation, request, admitted.caller);
    const call = makeCall({
      device,
      release,
      caller: admitted.caller,
      parameters: parametersOf(request),
      query: queryOf(request.url),
      body,
      files,
    });
    return send(reply, await operation.answer(call), format);
  } catch (error) {
    return refuse(release, request, reply, error);
  }
}

/** Writes a refusal; anything that is none is a mistake of ours and goes on. */
export function refuse(release: Release, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof PageError) {
    const page = Buffer.from(containerPage(release, error.status, error.message));
    return reply.code(error.status).header('content-type', html).send(page);
  }
  const refusal = error instanceof BodyError ? failures.invalid(error.message) : error;
  if (!(refusal instanceof ApiError)) throw error;
  if (refusal.errorCode !== undefined) request.account.outcome = `${refusal.status} ${refusal.errorCode}`;
  // Clients that name no wish but write application/xml kept working; those that write text/xml did not.
  const writesXml = /^application\/xml\b/i.test(request.headers['content-type'] ?? '');
  const fallback = release.jsonErrors && isOpen(request.headers.accept) && !writesXml ? 'json' : 'xml';
  const format = representation(release, request.headers.accept, fallback) ?? fallback;
  return reply.code(refusal.status).header('content-type', types[format]).send(written(refusal.document(), format));
}

/** @throws PageError 406 */
function formatOf(release: Release, operation: Operation, request: FastifyRequest): Representation {
  const { accept } = request.headers;
  if (operation.plain) {
    if (release.centralCliPlain && !takesText(accept)) throw new PageError(406);
    return 'xml';
  }
  const appliance = request.url.startsWith('/api/1.0/appliance-management/');
  const format = representation(release, accept, appliance ? release.applianceDefault : 'xml');
  if (!format) throw new PageError(406);
  return format;
}

interface Read {
  readonly body: Element | undefined;
  readonly files: ReadonlyMap<string, Buffer>;
}

const noFiles: ReadonlyMap<string, Buffer> = new Map();

/** @throws PageError 415, ApiError 403 and 400, BodyError */
function read(release: Release, operation: Operation, request: FastifyRequest, caller: Caller): Read {
  const { takes, feature } = operation;
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const format = bodyFormat(release, request.headers['content-type']);
  if (takes !== undefined && (typeof takes === 'string' || !takes.optional || bytes.length > 0)) {
    if ((takes === 'file') !== (format === 'multipart') || format === undefined) throw new PageError(415);
  }
  if (feature !== 'any' && feature !== 'nobody' && !mayUse(release, caller.roles, operation)) {
    throw failures.notAuthorized(feature);
  }
  if (takes === undefined) return { body: undefined, files: noFiles };
  if (takes === 'file') return { body: undefined, files: readFiles(request.headers['content-type'] ?? '', bytes) };
  if (bytes.length === 0) {
    if (takes.optional) return { body: undefined, files: noFiles };
    throw new ApiError(release.emptyBody, 100, 'The request body is empty.');
  }
  const body = format === 'json' ? readJson(bytes, takes.root) : readXml(bytes);
  if (body.name !== takes.root) throw failures.invalid(`Unexpected element ${body.name}, ${takes.root} was expected.`);
  return { body, files: noFiles };
}

function send(reply: FastifyReply, answer: Answer, format: Representation): FastifyReply {
  const { document, text, location } = answer;
  const status = answer.status ?? (document || text !== undefined ? 200 : 204);
  reply.code(status);
  if (location !== undefined) reply.header('location', location);
  if (document) return reply.header('content-type', types[format]).send(written(document, format));
  if (text !== undefined) return reply.header('content-type', 'text/plain').send(Buffer.from(text));
  return status === 204 ? reply.send() : reply.send(Buffer.alloc(0));
}

function written(document: Document, format: Representation): Buffer {
  return Buffer.from(format === 'json' ? jsonOf(document) : xmlOf(document));
}

function parametersOf(request: FastifyRequest): Record<string, string> {
  const { params } = request;
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

/** Everything after the first question mark: `??isGroup=false` has a parameter called `?isGroup`, `?&a=b` an empty one. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  // URLSearchParams drops one leading question mark by itself, which the container does not.
  return new URLSearchParams(at < 0 ? '' : `&${url.slice(at + 1)}`);
}
