const titles: Readonly<Record<number, string>> = {
  400: '400 Bad Request',
  401: '401 Authorization Required',
  404: '404 Not Found',
  405: '405 Not Allowed',
  408: '408 Request Time-out',
  413: '413 Request Entity Too Large',
  414: '414 Request-URI Too Large',
  431: '400 Request Header Or Cookie Too Large',
  500: '500 Internal Server Error',
  502: '502 Bad Gateway',
};

/**
 * nginx's own page for a status, as the front end of the switch sends it.
 *
 * @param nginx version string of the release, `nginx/1.7.10`
 * @source recorded: the 401 and 405 pages (NX-API reference 1.5); CR LF line ends are stock nginx
 */
export function nginxPage(status: number, nginx: string): string {
  const title = titles[status] ?? String(status);
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body bgcolor="white">',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${nginx}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

/**
 * nginx's page for a client that showed no certificate where one is required: the status is 400.
 * @source nginx's own page; that the switch sends it is inferred
 */
export function noCertificatePage(nginx: string): string {
  return [
    '<html>',
    '<head><title>400 No required SSL certificate was sent</title></head>',
    '<body bgcolor="white">',
    '<center><h1>400 Bad Request</h1></center>',
    '<center>No required SSL certificate was sent</center>',
    `<hr><center>${nginx}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

/**
 * What a body that is no request at all is answered with: XML, whatever the client spoke.
 * @source recorded: NX-API reference 1.8
 */
export const malformedBody = `<?xml version="1.0"?>
<ins_api>
  <outputs>
    <output>
      <msg>Server internal error.</msg>
      <code>400</code>
    </output>
  </outputs>
</ins_api>
`;
