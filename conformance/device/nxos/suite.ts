import { defineSuite } from '../../suite.ts';

export const nxos = defineSuite({
  kind: 'nxos',
  title: 'Cisco Nexus 9000 with NX-API',
  releases: ['9.3(5)', '7.0(3)I7(4)', '10.2(3)'],
  requirements: [],
  cases: [],
  probe: async () => '9.3(5)',
});
