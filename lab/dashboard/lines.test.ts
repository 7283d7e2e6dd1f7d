import { describe, expect, it } from 'vitest';
import { linesFor } from './page/lines.ts';

const lines = (url: string, username = 'admin'): string[] => linesFor(url, { username }).map(({ line }) => line);

describe('lines to try an endpoint with', () => {
  it('name its place, and hold no password', () => {
    expect(lines('https://127.0.0.1:8443')).toEqual([
      'curl --insecure --user admin https://127.0.0.1:8443/',
      'openssl s_client -connect 127.0.0.1:8443 -showcerts </dev/null',
    ]);
    expect(lines('ssh://127.0.0.1:2201')).toEqual(['ssh -p 2201 admin@127.0.0.1']);
    expect(lines('http://127.0.0.1:8080')).toEqual(['curl --user admin http://127.0.0.1:8080/']);
    expect(lines('tls://127.0.0.1:1235')).toEqual(['openssl s_client -connect 127.0.0.1:1235 -showcerts </dev/null']);
    expect(lines('tftp://127.0.0.1:69')).toEqual([]);
  });

  it('name the usual port, which a URL leaves out', () => {
    expect(lines('https://10.0.0.5')[1]).toContain('-connect 10.0.0.5:443 ');
    expect(lines('ssh://10.0.0.5:22')).toEqual(['ssh -p 22 admin@10.0.0.5']);
  });

  it('know IPv6', () => {
    expect(lines('ssh://[::1]:2201')).toEqual(['ssh -p 2201 admin@::1']);
    expect(lines('https://[::1]:8443')[1]).toContain('-connect [::1]:8443 ');
  });

  it('keep a name with a space or a quote in one word', () => {
    expect(lines('ssh://127.0.0.1:22', "o'neil x")).toEqual(["ssh -p 22 'o'\\''neil x'@127.0.0.1"]);
  });
});
