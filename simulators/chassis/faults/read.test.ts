import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FaultRuleError, readFaultRule } from './read.ts';
import { faultRule } from './rule.ts';

/** One rule of each act that there is. */
const everyAct = [
  { at: 'accept', act: 'reset' },
  { at: 'accept', act: 'half-open' },
  { at: 'accept', act: 'delay', ms: 100, jitter: 10 },
  { at: 'accept', act: 'drip', bytes: 1, every: 50 },
  { at: 'identity', act: 'wrong-certificate' },
  { at: 'identity', act: 'expired-certificate' },
  { at: 'request', act: 'delay', ms: 100 },
  { at: 'request', act: 'status', status: 503, body: 'busy' },
  { at: 'request', act: 'agent-down' },
  { at: 'request', act: 'lose-reply' },
  { at: 'request', act: 'reset' },
  { at: 'response', act: 'delay', ms: 100 },
  { at: 'response', act: 'drip', bytes: 16, every: 5 },
  { at: 'response', act: 'truncate', bytes: 0 },
  { at: 'response', act: 'lose-reply' },
  { at: 'command', act: 'delay', ms: 100 },
  { at: 'command', act: 'error', text: '% Out of memory' },
  { at: 'command', act: 'hang' },
  { at: 'command', act: 'reset' },
  { at: 'command', act: 'lose-reply' },
  { at: 'command', act: 'reboot' },
  { at: 'change', act: 'reboot' },
  { at: 'change', act: 'flash-full' },
  { at: 'change', act: 'accept-without-effect' },
  { at: 'clock', act: 'skew', ms: -60_000 },
];

/** Seams where it is known what is asked for, and by whom. */
const hasOperation = ['request', 'response', 'command', 'change'];
const operation = { endpoint: 'ssh', operation: 'copy * startup-config', user: 'admin' };

describe('readFaultRule', () => {
  it('takes each act, with all that a rule may have besides', () => {
    for (const rule of everyAct) {
      expect(readFaultRule(rule)).toEqual(rule);
      const whole = {
        ...rule,
        id: 'my.rule-1',
        match: { device: ['n9k-*', 'asa-1'], ...(hasOperation.includes(rule.at) && operation) },
        skip: 2,
        atMost: 1,
        lasts: 30_000,
        probability: 0.5,
        countBy: 'lab',
      };
      expect(readFaultRule(whole)).toEqual(whole);
    }
  });

  it('has a JSON Schema with a description for each act', () => {
    const schema = JSON.stringify(z.toJSONSchema(faultRule));
    for (const { act } of everyAct) expect(schema).toMatch(new RegExp(`"const":"${act}"`));
  });

  it.each<[unknown, string]>([
    [5, 'faults[1]: expected object, received number'],
    [{}, 'faults[1].at: expected one of accept, identity, request, response, command, change, clock'],
    [{ at: 'accept', act: 'status' }, 'faults[1].act: expected one of reset, half-open, delay, drip'],
    [{ at: 'accept', act: 'delay' }, 'faults[1].ms: expected number, received undefined'],
    [{ at: 'accept', act: 'delay', ms: -1 }, 'faults[1].ms: Too small: expected number to be >=1'],
    [{ at: 'accept', act: 'reset', ms: 1 }, 'faults[1]: has no field "ms"'],
    [{ at: 'accept', act: 'reset', match: { host: 'x' } }, 'faults[1].match: has no field "host"'],
    [
      { at: 'accept', act: 'reset', match: { device: 1 } },
      'faults[1].match.device: expected a text or a list of texts',
    ],
    [{ at: 'accept', act: 'reset', match: { device: ['a', 1] } }, 'faults[1].match.device'],
    [{ at: 'accept', act: 'reset', probability: 2 }, 'faults[1].probability: Too big: expected number to be <=1'],
    [{ at: 'accept', act: 'reset', id: 'a b' }, 'faults[1].id: should be letters, digits, dots'],
    [
      { at: 'accept', act: 'reset', match: { endpoint: 'ssh', user: 'a' } },
      'faults[1].match.user: is not known when a connection comes in; device and endpoint are',
    ],
    [
      { at: 'identity', act: 'wrong-certificate', match: { operation: '*' } },
      'faults[1].match.operation: is not known',
    ],
    [{ at: 'clock', act: 'skew', ms: 1, match: { endpoint: 'ssh' } }, 'faults[1].match.endpoint: is not known'],
    [{ at: 'request', act: 'status', status: 200 }, 'faults[1].status: Too small'],
  ])('refuses %j with field and reason', (raw, message) => {
    expect(() => readFaultRule(raw, 'faults[1]')).toThrow(FaultRuleError);
    expect(() => readFaultRule(raw, 'faults[1]')).toThrow(message);
  });

  it('tells all that is wrong at once', () => {
    expect(() => readFaultRule({ at: 'accept', act: 'delay', ms: 'x', skip: -1, foo: 1, bar: 2 })).toThrow(
      expect.objectContaining({
        problems: [
          { path: 'fault.skip', message: 'Too small: expected number to be >=0' },
          { path: 'fault.ms', message: 'expected number, received string' },
          { path: 'fault', message: 'has no field "foo"' },
          { path: 'fault', message: 'has no field "bar"' },
        ],
      }),
    );
  });
});
