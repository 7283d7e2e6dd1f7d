import { describe, expect, it } from 'vitest';
import { isErrorPage } from './html.ts';

/** As captured on a 9.x device. */
const captured = `<html>
<head><title>401 Authorization Required</title></head>
<body bgcolor="white">
<center><h1>401 Authorization Required</h1></center>
<hr><center>nginx/1.7.10</center>
</body>
</html>
`;

describe('the error page', () => {
  it.each([
    ['as captured', captured],
    ['with CRLF', captured.replaceAll('\n', '\r\n')],
    ['of another build', captured.replace('nginx/1.7.10', 'nginx')],
  ])('is known %s', (_, body) => {
    expect(isErrorPage(body, '401 Authorization Required')).toBe(true);
  });

  it.each([
    ['another title', captured.replaceAll('401 Authorization Required', '401 Unauthorized')],
    ['another colour', captured.replace('white', 'grey')],
    ['another server', captured.replace('nginx/1.7.10', 'fastify')],
    ['a line more', captured.replace('<hr>', '<p>\n<hr>')],
    ['JSON', '{"error":"401 Authorization Required"}'],
  ])('is not one with %s', (_, body) => {
    expect(isErrorPage(body, '401 Authorization Required')).toBe(false);
  });
});
