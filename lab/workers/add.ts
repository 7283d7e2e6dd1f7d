import { LabError } from '../errors.ts';
import type { HostReport } from '../report.ts';
import type { Gateway } from './gateway.ts';
import type { Asked } from './spread.ts';

/** Adds devices where their names say. Which names are free only the process in front knows. */
export async function addDevices(gateway: Gateway, asked: Asked): Promise<{ devices: HostReport[] }> {
  const spec = read(asked.body);
  const { name, count = 1 } = spec;
  const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 100_000;
  // What is wrong with it any worker can say.
  if (!isCount || (name !== undefined && (typeof name !== 'string' || (count > 1 && !name.includes('{n}'))))) {
    return gateway.ask(gateway.owner(String(name)), asked);
  }
  if (count > 1 && ['ports', 'addresses', 'address'].some((field) => field in spec)) {
    throw new LabError([
      { path: 'body.count', message: 'with several workers, devices with ports or addresses are added one by one' },
    ]);
  }
  const { devices } = await gateway.all<{ devices: HostReport[] }>({ method: 'GET', url: '/devices' }).then(flat);
  const there = new Set(devices.map((one) => one.name.toLowerCase()));
  const added: HostReport[] = [];
  try {
    for (const one of names(name, String(spec.kind), count, there)) {
      const { count: _, ...rest } = spec;
      const body = JSON.stringify({ ...rest, name: one });
      const answer = await gateway.ask<{ devices: HostReport[] }>(gateway.owner(one), {
        method: 'POST',
        url: '/devices',
        body,
      });
      added.push(...answer.devices);
    }
    return { devices: added };
  } catch (error) {
    for (const { name: gone } of added) {
      await gateway.ask(gateway.owner(gone), { method: 'DELETE', url: `/devices/${encodeURIComponent(gone)}` });
    }
    throw error;
  }
}

const flat = (answers: readonly { devices: HostReport[] }[]) => ({ devices: answers.flatMap((one) => one.devices) });

/** Names as a lab of one process gives them: only one that nobody chose gives way to one that is there. */
function* names(name: string | undefined, kind: string, count: number, there: Set<string>): Generator<string> {
  const template = name ?? `${kind}-{n}`;
  let number = 1;
  for (let nth = 0; nth < count; nth++, number++) {
    while (name === undefined && there.has(template.replaceAll('{n}', String(number)).toLowerCase())) number++;
    yield template.replaceAll('{n}', String(number));
  }
}

function read(body: string): Record<string, unknown> & { name?: unknown; count?: unknown } {
  try {
    const spec: unknown = JSON.parse(body);
    if (typeof spec === 'object' && spec !== null && !Array.isArray(spec)) return { ...spec };
  } catch {
    // A worker says what is wrong.
  }
  return { count: 0 };
}
