import { describe, expect, it } from 'vitest';
import { isBlank, isPiped, splitConfiguration, splitInput } from './commands.ts';

describe('the commands of an input', () => {
  it('part at a blank and a semicolon, and keep all else', () => {
    expect(splitInput('show clock ;show vrf')).toEqual(['show clock', 'show vrf']);
    expect(splitInput('show clock ; show vrf')).toEqual(['show clock', ' show vrf']);
    expect(splitInput('description a;b')).toEqual(['description a;b']);
  });

  it('part at newlines in a configuration, but for a banner', () => {
    expect(splitConfiguration('vlan 10\nname a ;exit')).toEqual(['vlan 10', 'name a', 'exit']);
    expect(splitConfiguration('banner motd @\nhello\nworld\n@\nvlan 10')).toEqual([
      'banner motd @\nhello\nworld\n@',
      'vlan 10',
    ]);
    expect(splitConfiguration('banner motd @hi@\nvlan 10')).toEqual(['banner motd @hi@', 'vlan 10']);
  });

  it('may be blank, or piped', () => {
    expect(['', '  ', '! a', 'vlan 1'].map(isBlank)).toEqual([true, true, true, false]);
    expect(['show a | json', 'description "a|b"', "description 'a|b'", 'show a'].map(isPiped)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
