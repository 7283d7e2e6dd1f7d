import type { Gateway } from './gateway.ts';
import type { Asked } from './spread.ts';

/** The figures of all workers, each with the worker's number as a label. */
export async function labelled(gateway: Gateway, { method, url }: Asked): Promise<string> {
  const texts = await Promise.all(gateway.workers.map((worker) => gateway.askText(worker, { method, url })));
  const metrics = new Map<string, { head: string[]; samples: string[] }>();
  for (const [index, text] of texts.entries()) {
    let current: { head: string[]; samples: string[] } | undefined;
    for (const line of text.split('\n').filter(Boolean)) {
      const [, kind, name = ''] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
      if (kind) {
        current = metrics.get(name) ?? { head: [], samples: [] };
        metrics.set(name, current);
        if (index === 0 || !current.head.includes(line)) current.head.push(line);
      } else {
        current?.samples.push(withLabel(line, index + 1));
      }
    }
  }
  return [...metrics.values()].flatMap(({ head, samples }) => [...new Set(head), ...samples, '']).join('\n');
}

/** `name{a="b"} 1` and `name 1` with one label more. */
function withLabel(sample: string, worker: number): string {
  const [, name = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (.*)$/.exec(sample) ?? [];
  return `${name}{${[`worker="${worker}"`, labels].filter(Boolean).join(',')}} ${value}`;
}
