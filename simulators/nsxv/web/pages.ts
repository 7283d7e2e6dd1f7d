import type { Release } from '../release.ts';

/** What the container says in its own pages, by status: title in the newer layout, description in each. */
const statuses: Readonly<Record<number, { readonly reason: string; readonly old: string; readonly new: string }>> = {
  400: {
    reason: 'Bad Request',
    old: 'The request sent by the client was syntactically incorrect.',
    new: 'The server cannot or will not process the request due to something that is perceived to be a client error (e.g., malformed request syntax, invalid request message framing, or deceptive request routing).',
  },
  401: {
    reason: 'Unauthorized',
    old: 'This request requires HTTP authentication.',
    new: 'The request has not been applied because it lacks valid authentication credentials for the target resource.',
  },
  403: {
    reason: 'Forbidden',
    old: 'Access to the specified resource has been forbidden.',
    new: 'The server understood the request but refuses to authorize it.',
  },
  404: {
    reason: 'Not Found',
    old: 'The requested resource is not available.',
    new: 'The origin server did not find a current representation for the target resource or is not willing to disclose that one exists.',
  },
  405: {
    reason: 'Method Not Allowed',
    old: 'The specified HTTP method is not allowed for the requested resource.',
    new: 'The method received in the request-line is known by the origin server but not supported by the target resource.',
  },
  406: {
    reason: 'Not Acceptable',
    old: 'The resource identified by this request is only capable of generating responses with characteristics not acceptable according to the request "accept" headers.',
    new: 'The target resource does not have a current representation that would be acceptable to the user agent, according to the proactive negotiation header fields received in the request, and the server is unwilling to supply a default representation.',
  },
  408: {
    reason: 'Request Timeout',
    old: 'The client did not produce a request within the time that the server was prepared to wait.',
    new: 'The server did not receive a complete request message within the time that it was prepared to wait.',
  },
  413: {
    reason: 'Request Entity Too Large',
    old: 'The request entity is larger than the server is willing or able to process.',
    new: 'The server is refusing to process a request because the request payload is larger than the server is willing or able to process.',
  },
  415: {
    reason: 'Unsupported Media Type',
    old: 'The server refused this request because the request entity is in a format not supported by the requested resource for the requested method.',
    new: 'The origin server is refusing to service the request because the payload is in a format not supported by this method on the target resource.',
  },
  500: {
    reason: 'Internal Server Error',
    old: 'The server encountered an internal error that prevented it from fulfilling this request.',
    new: 'The server encountered an unexpected condition that prevented it from fulfilling the request.',
  },
};

/** Name and version at the foot of the older pages. @source recorded: sky-uk/gonsx client_test.go */
const runtime = 'Pivotal tc Runtime 3.1.2.RELEASE/7.0.64.B.RELEASE';
const oldStyle =
  '<!--H1 {font-family:Tahoma,Arial,sans-serif;color:white;background-color:#525D76;font-size:22px;} H2 {font-family:Tahoma,Arial,sans-serif;color:white;background-color:#525D76;font-size:16px;} H3 {font-family:Tahoma,Arial,sans-serif;color:white;background-color:#525D76;font-size:14px;} BODY {font-family:Tahoma,Arial,sans-serif;color:black;background-color:white;} B {font-family:Tahoma,Arial,sans-serif;color:white;background-color:#525D76;} P {font-family:Tahoma,Arial,sans-serif;background:white;color:black;font-size:12px;}A {color : black;}A.name {color : black;}HR {color : #525D76;}-->';
const newStyle =
  'body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} .line {height:1px;background-color:#525D76;border:none;}';

/**
 * A page of the servlet container: what answers before the API does, whatever the client would like to read.
 * @source recorded (6.2, 6.3): sky-uk/gonsx; client (6.4): VMware's migration tool reads the message so
 */
export function containerPage({ page }: Pick<Release, 'page'>, status: number, said = ''): string {
  const message = said.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const words = statuses[status] ?? { reason: 'Error', old: '', new: '' };
  if (page === 'tomcat7') {
    const rule = '<HR size="1" noshade="noshade">';
    return `<html><head><title>${runtime} - Error report</title><style>${oldStyle}</style> </head><body><h1>HTTP Status ${status} - ${message}</h1>${rule}<p><b>type</b> Status report</p><p><b>message</b> <u>${message}</u></p><p><b>description</b> <u>${words.old}</u></p>${rule}<h3>${runtime}</h3></body></html>`;
  }
  const title = `HTTP Status ${status} – ${words.reason}`;
  const line = message === '' ? '' : `<p><b>Message</b> ${message}</p>`;
  return `<!doctype html><html lang="en"><head><title>${title}</title><style type="text/css">${newStyle}</style></head><body><h1>${title}</h1><hr class="line" /><p><b>Type</b> Status Report</p>${line}<p><b>Description</b> ${words.new}</p><hr class="line" /><h3>Apache Tomcat</h3></body></html>`;
}

/** What the container says to credentials that are none. @source client: VMware's migration tool, BOSH */
export const badCredentials = 'Bad Username or Credentials presented';

/** What it says to a user without a role. @source recorded: sky-uk/gonsx, sneaku.com */
export const noRole = 'VC user does not have any role on NSX Manager.';
