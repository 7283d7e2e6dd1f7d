import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fillText } from './template.ts';
import { benchSwitch } from './testing/switch.ts';

const folders: string[] = [];

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'rackless-commands-'));
  folders.push(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

const weather = `
command: show weather [<place:word>]
text: |
  Rain on {{config.hostname}} ({{store.hardware.serial}}), mtu {{config.interfaces.Ethernet1/1.mtu}}.
json:
  host: '{{ config.hostname }}'
  place: 'in {{args.place}}'
  supervisors: '{{store.hardware.supervisors}}'
`;

describe("commands of the operator's own", () => {
  it('give text and data filled in from the state', () => {
    const commands = folder({ 'weather.yaml': weather, 'notes.txt': 'not read' });
    const { configure, text, tree } = benchSwitch('9.3(5)', { commands, serial: 'FDO00000AAA' });
    configure('interface e1/1', 'mtu 9216');
    expect(text('show weather')).toBe('Rain on switch (FDO00000AAA), mtu 9216.\n');
    expect(tree('sh weat Aarhus')).toEqual({ host: 'switch', place: 'in Aarhus', supervisors: 1 });
    expect(text('show weather | json')).toBe('{"host":"switch","place":"in ","supervisors":"1"}\n');
  });

  it('stand before the same command in code, on the releases that they name', () => {
    const commands = folder({
      'list.yml': `
- { command: show cores, text: none of mine, releases: ['9.3(5)'] }
- { command: show other, text: two }
`,
    });
    expect(benchSwitch('9.3(5)', { commands }).text('show cores')).toBe('none of mine\n');
    expect(benchSwitch('9.3(5)', { commands }).text('show other')).toBe('two\n');
  });

  it.each([
    ['is no show', 'command: reload\ntext: x', /bad\.yaml: entry 1: command: a show command/],
    ['has a bad grammar', 'command: show [x\ntext: x', /bad\.yaml: entry 1: .*without "\]"/],
    ['has no text', 'command: show x', /bad\.yaml: entry 1: text: /],
    ['is no YAML', 'command: [', /bad\.yaml: /],
  ])('a file that %s is named when the switch is made', (_what, content, message) => {
    const commands = folder({ 'bad.yaml': content });
    expect(() => benchSwitch('9.3(5)', { commands })).toThrow(message);
  });

  it('a folder that is missing is named', () => {
    expect(() => benchSwitch('9.3(5)', { commands: '/nowhere/at/all' })).toThrow(/cannot read the folder \/nowhere/);
  });
});

describe('a template', () => {
  it('reaches own data only', () => {
    for (const path of ['constructor', 'a.constructor.name', '__proto__', 'a.length', 'a.__proto__.x']) {
      expect(fillText(`[{{${path}}}]`, { a: {} })).toBe('[]');
    }
  });

  it('leaves everything else as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(fillText(text, { a: 1 })).toBe(text);
        },
      ),
    );
  });
});
