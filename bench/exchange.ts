import { socketTo } from './load.ts';

/**
 * Sends one request and gives back the answer's headers, in order and case, and its bytes.
 * @param plain without TLS
 */
export function exchange(port: number, request: Buffer, plain = false): Promise<{ body: Buffer; headers: string[] }> {
  return new Promise((resolve, reject) => {
    const socket = socketTo({ host: '127.0.0.1', port, plain }, () => socket.write(request));
    const parts: Buffer[] = [];
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection without an answer')));
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      const whole = Buffer.concat(parts);
      const end = whole.indexOf('\r\n\r\n');
      const head = whole.toString('latin1', 0, Math.max(0, end));
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (end < 0 || whole.length < end + 4 + length) return;
      socket.destroy();
      const headers = head
        .split('\r\n')
        .slice(1)
        .flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
        .filter((_one, index, all) => !/^(date|connection|set-cookie)$/i.test(all[index - (index % 2)] ?? ''));
      resolve({ body: whole.subarray(end + 4), headers });
    });
  });
}
