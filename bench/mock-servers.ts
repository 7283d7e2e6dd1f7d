import { startChild } from './child.ts';
import { exchange } from './exchange.ts';
import { load } from './load.ts';
import { interleaved } from './measure.ts';
import { type Answer, type Mock, startMock } from './mock.ts';
import { mockoon } from './mockoon.ts';
import { barePair } from './pair.ts';
import { prism } from './prism.ts';
import { trial } from './request.ts';
import type { Row, ServedLab } from './table.ts';

/** `show version` over TLS beside mock servers that people use now, which answer the same bytes. */
export async function besideMocks(rounds: number): Promise<Row[]> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } }],
  });
  const [device] = lab.told.devices;
  const { endpoint, request } = trial('nxos', `${device?.username}:${device?.password}`);
  const port = Number(new URL(device?.endpoints[endpoint] ?? '').port);
  const { body, headers } = await exchange(port, request);
  const contentType = headers[headers.findIndex((name) => /^content-type$/i.test(name)) + 1] ?? 'application/json';
  const answer = { body: body.toString(), contentType, ...(await barePair()) };
  const rows = [];
  for (const mock of [mockoon, prism]) rows.push(await beside(rounds, mock, port, request, answer));
  lab.stop();
  return rows;
}

async function beside(rounds: number, mock: Mock, port: number, request: Buffer, answer: Answer): Promise<Row> {
  const server = await startMock(mock, answer, request);
  if (!server) return { what: `${mock.title} cannot be installed here`, ours: Number.NaN };
  const at = (to: number, plain = false) => {
    return () => load({ host: '127.0.0.1', ports: [to], request, connections: 8, duration: 1_500, plain });
  };
  try {
    await at(port)();
    await at(server.port, mock.plain)();
    const figures = await interleaved(rounds, at(port), at(server.port, mock.plain));
    const without = mock.plain ? ' without TLS' : '';
    return {
      what: `NX-API show version beside ${mock.title}${without}, requests/s`,
      ...figures,
      ...(mock.wanted !== undefined && { wanted: mock.wanted }),
    };
  } finally {
    server.stop();
  }
}
