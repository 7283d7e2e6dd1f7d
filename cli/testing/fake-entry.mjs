import { conformCommand } from '../../dist/cli/conform.js';
import { defineCase } from '../../dist/conformance/case.js';
import { CouldNotRun } from '../../dist/conformance/errors.js';
import { differs } from '../../dist/conformance/judgement.js';
import { cite } from '../../dist/conformance/requirement.js';
import { defineSuite } from '../../dist/conformance/suite.js';

/** `rackless conform` with one case for each thing that may become of a check: for tests of the exit status. */
const short = (id, rest) =>
  defineCase({
    id,
    covers: `What ${id} says.`,
    source: cite('A test', id),
    evidence: 'documented',
    touches: 'read',
    drive: async () => ({}),
    judge: () => true,
    ...rest,
  });

const deviates = { judge: () => differs('this', 'that') };

const cases = [
  short('FK-PASS-0001'),
  short('FK-FAIL-0001', deviates),
  short('FK-WARN-0001', { level: 'should', ...deviates }),
  short('FK-REFUSED-0001', { drive: () => Promise.reject(new CouldNotRun('nobody is there')) }),
  short('FK-BROKEN-0001', { drive: () => Promise.reject(new Error('a typo')) }),
  short('FK-RESIDUE-0001', {
    drive: async (t) => {
      t.undo('a vlan', () => Promise.reject(new Error('it is stuck')));
      return {};
    },
  }),
  short('FK-HANG-0001', {
    drive: () => {
      process.stderr.write('hanging\n');
      return new Promise(() => {});
    },
  }),
];

const suite = defineSuite({
  kind: 'fake',
  title: 'A device of a test',
  releases: ['9.3(5)'],
  standing: {},
  requirements: [],
  cases,
  probe: async () => '9.3(5)',
});

await conformCommand(async () => [suite]).parseAsync();
