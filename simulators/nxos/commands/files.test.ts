import { describe, expect, it } from 'vitest';
import { benchSwitch } from '../testing/switch.ts';

describe('a file that is not there', () => {
  it.each(['dir nothing', 'dir bootflash:/nothing', 'show file bootflash:nothing md5sum', 'show file nothing'])(
    '%s says so and succeeds',
    (line) => {
      expect(benchSwitch().text(line)).toBe('No such file or directory\n');
    },
  );

  it('is an error where something was to be done with it', () => {
    expect(benchSwitch().error('move nothing something')).toBe('No such file or directory');
  });
});
