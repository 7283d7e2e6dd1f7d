import { describe, expect, it } from 'vitest';
import { budgetOf } from './budget.ts';
import { CouldNotRun } from './errors.ts';

const small = () => budgetOf({ logins: 2, sessions: 1, requests: 2 });

describe('a budget', () => {
  it.each(['request', 'session'] as const)('lets no %s through that is too much', (what) => {
    const budget = small();
    const take = () => budget[what]();
    for (let n = 0; n < (what === 'request' ? 2 : 1); n++) take();
    expect(take).toThrow(CouldNotRun);
    expect(take).toThrow(/used up \(--budget/);
  });

  it('lets nobody else log in after too many refusals, and the owner only while it works', () => {
    const budget = small();
    budget.refused(false);
    expect(() => budget.login(false)).not.toThrow();
    budget.refused(false);
    expect(() => budget.login(false)).toThrow(/2 refused logins/);
    expect(() => budget.login(true)).not.toThrow();
    budget.refused(true);
    expect(() => budget.login(true)).toThrow(/2 refused logins/);
    expect(budget.spent.logins).toBe(3);
  });
});
