import { describe, expect, it } from 'vitest';
import { OptionsError } from '../errors.ts';
import { configurationLines, onlyReads, singleCommand } from './commands.ts';

describe('a single command', () => {
  it('loses the blanks around it', () => {
    expect(singleCommand('  show version \n')).toBe('show version');
  });

  it('may hold a semicolon without a blank before it', () => {
    expect(singleCommand('description a;b')).toBe('description a;b');
  });

  it('may be a banner of several lines', () => {
    expect(singleCommand('banner motd @\nline; one\n\n@')).toBe('banner motd @\nline; one\n\n@');
    expect(() => singleCommand('banner motd @\none ;two\n@')).toThrow(/separates commands/);
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['vlan 10 ;vlan 11', /separates commands/],
    ['vlan 10\t; vlan 11', /separates commands/],
    ['vlan 10\nvlan 11', /several lines/],
    ['vlan\u0000 10', /control character/],
  ])('is not %j', (command, why) => {
    expect(() => singleCommand(command)).toThrow(OptionsError);
    expect(() => singleCommand(command)).toThrow(why);
  });

  it('is refused without telling the secret in it', () => {
    expect(() => singleCommand('username bob password 0 Hunter22 ;x')).toThrow(/^(?!.*Hunter22)/s);
  });
});

describe('configuration lines', () => {
  it('come without comments and empty lines, from a text or a list', () => {
    const text = '!Command: show running-config\n\nvlan 10\n  name servers\n! end\r\nvlan 11\r\n';
    expect(configurationLines(text)).toEqual(['vlan 10', 'name servers', 'vlan 11']);
    expect(configurationLines(text.split('\n'))).toEqual(['vlan 10', 'name servers', 'vlan 11']);
  });

  it('must be something', () => {
    expect(() => configurationLines('!\n\n')).toThrow(/no lines/);
    expect(() => configurationLines([])).toThrow(OptionsError);
  });
});

describe('reading', () => {
  it.each(['show version', 'sh ver', ' SHOW clock', 'sho run | inc nxapi', 'dir bootflash:', 'pwd'])(
    'is %s',
    (command) => {
      expect(onlyReads(command)).toBe(true);
    },
  );

  it.each([
    'copy run start',
    'shutdown',
    's version',
    'show run > bootflash:x',
    'show run | vsh',
    'terminal dont-ask',
    'checkpoint a',
    '',
  ])('is not %s', (command) => {
    expect(onlyReads(command)).toBe(false);
  });
});
