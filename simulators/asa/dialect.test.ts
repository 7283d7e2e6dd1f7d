import { describe, expect, it } from 'vitest';
import { benchBox } from './testing/box.ts';

describe('the command line', () => {
  it('points at the first character that cannot go on, counted from the prompt', () => {
    const { session } = benchBox('1.3.2', { hostname: 'HQ-FW1' });
    const outcome = session.execute('show cxp neighbors');
    if (outcome instanceof Promise) throw new Error('a line that is wrong takes no time');
    const [caret = '', words] = outcome.text.split('\n');
    expect(words).toBe("ERROR: % Invalid input detected at '^' marker.");
    expect(caret).toBe(`${' '.repeat('HQ-FW1# show c'.length)}^`);
  });

  it('tells an incomplete line from a wrong one', () => {
    const { error } = benchBox();
    expect(error('show')).toContain('ERROR: % Incomplete command');
    expect(error('terminal length 0')).toContain('Invalid input');
  });

  it('takes sh for show, though shun begins so, too', () => {
    const { text } = benchBox();
    expect(text('sh running-config http')).toBe(text('show running-config http'));
    expect(text('shun 203.0.113.66')).toContain('Shun 203.0.113.66 successful');
  });

  it('filters by one pattern, upper and lower case told apart', () => {
    const { text } = benchBox();
    expect(text('show version | include Serial')).toMatch(/^Serial Number: \w{11}\n$/);
    expect(text('show version | inc serial')).toBe('');
    expect(text('show version | grep -v .')).toMatch(/^\n*$/);
  });

  it('warns of members twice, and keeps what is in use', () => {
    const box = benchBox();
    box.configure('object-group network G', 'network-object host 5.5.50.10');
    box.session.enter('config');
    box.text('object-group network G');
    expect(box.text('network-object host 5.5.50.10')).toBe(
      'WARNING: Adding obj (network-object host 5.5.50.10) to grp (G) failed; object already exists\n',
    );
    box.text('access-list A extended permit ip object-group G any');
    expect(box.error('no object-group network G')).toBe('Removing object-group (G) not allowed, it is being used.');
    expect(box.error('no object-group network H')).toBe('Removing object-group (H) failed; it does not exist');
  });
});
