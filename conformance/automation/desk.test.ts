import { describe, expect, it } from 'vitest';
import { Echoes } from './desk.ts';
import type { Happening } from './trace.ts';

const happening = (kind: string, more: Partial<Happening> = {}): Happening => ({
  seq: 1,
  at: 0,
  device: 'asa-1',
  kind,
  operation: kind,
  outcome: 'ok',
  ...more,
});

describe("what the stage's own questions leave", () => {
  it('is told by kind, each once', () => {
    const echoes = new Echoes();
    const login = happening('login', { user: 'admin' });
    expect(echoes.has(login)).toBe(false);
    echoes.expect({ name: 'q', device: 'asa-1', ask: { command: 'show clock' } }, 'admin');
    expect(echoes.has({ ...login, user: 'somebody' })).toBe(false);
    expect(echoes.has({ ...login, device: 'asa-2' })).toBe(false);
    expect([echoes.has(login), echoes.has(login)]).toEqual([true, false]);
    const command = happening('command', { operation: 'show clock' });
    expect([echoes.has({ ...command, operation: 'show version' }), echoes.has(command)]).toEqual([false, true]);
  });

  it('has the commands in a body, and no request of a person', () => {
    const echoes = new Echoes();
    const ask = { method: 'POST', path: '/ins', body: { ins_api: { input: 'show hostname' } } };
    echoes.expect({ name: 'q', device: 'asa-1', ask }, 'admin');
    expect(echoes.has(happening('command', { operation: 'show hostname' }))).toBe(true);
    expect(echoes.has(happening('command', { operation: 'hostname' }))).toBe(false);
    expect(echoes.has(happening('request', { detail: { exchange: 4 } }))).toBe(false);
    echoes.over();
    // It comes late.
    expect(echoes.has(happening('request'))).toBe(true);
    expect(echoes.has(happening('handshake'))).toBe(false);
  });
});
