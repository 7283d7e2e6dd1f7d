import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabClock } from './clock.ts';

describe('the lab clock', () => {
  it('starts at real time and stands still when frozen', () => {
    const clock = new LabClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    clock.freeze(5_000);
    expect([clock.now(), clock.frozen]).toEqual([5_000, true]);
    clock.thaw();
    expect(clock.frozen).toBe(false);
    expect(clock.now()).toBeGreaterThanOrEqual(5_000);
  });

  it('rings what falls due on the way, at its own time, in order of due and then of setting', () => {
    const clock = new LabClock();
    clock.freeze(0);
    const rung: string[] = [];
    const ring =
      (name: string): (() => void) =>
      () =>
        rung.push(`${name}@${clock.now()}`);
    clock.at(30, ring('c'));
    clock.at(10, ring('a'));
    clock.at(10, ring('b'));
    const takeBack = clock.at(20, ring('never'));
    clock.at(40, ring('later'));
    takeBack();
    clock.advance(35);
    expect(rung).toEqual(['a@10', 'b@10', 'c@30']);
    expect(clock.now()).toBe(35);
  });

  it('rings what an alarm sets for the time that is being passed', () => {
    const clock = new LabClock();
    clock.freeze(0);
    const rung: number[] = [];
    const again = (): void => {
      rung.push(clock.now());
      if (rung.length < 3) clock.at(clock.now() + 10, again);
    };
    clock.at(10, again);
    clock.advance(100);
    expect(rung).toEqual([10, 20, 30]);
  });

  it('rings a real alarm without being moved', async () => {
    const clock = new LabClock();
    await new Promise<void>((resolve) => clock.at(clock.now() + 5, resolve));
    clock.stop();
  });

  it('never goes back', () => {
    expect(() => new LabClock().advance(-1)).toThrow('forward only');
  });

  it('rings each alarm once, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), fc.array(fc.nat(300)), (dues, steps) => {
        const clock = new LabClock();
        clock.freeze(0);
        const rung: number[] = [];
        for (const due of dues) clock.at(due, () => rung.push(due));
        for (const step of steps) clock.advance(step);
        const total = steps.reduce((sum, step) => sum + step, 0);
        const passed = steps.length === 0 ? [] : dues.filter((due) => due <= total).sort((a, b) => a - b);
        expect(rung).toEqual(passed);
      }),
    );
  });
});
