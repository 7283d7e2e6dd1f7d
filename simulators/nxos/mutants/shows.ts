import { type Mutants, printing, rewording } from './mutant.ts';

const isConfiguration = (grammar: string): boolean => /^show (running|startup)-config( \[all\])?$/.test(grammar);

/** Lies of show commands. */
export const shows: Mutants = {
  'nxos.release-of-another-name': rewording('the release stands in another member', [
    '"kickstart_ver_str"',
    '"system_ver_str"',
  ]),
  'nxos.uptime-as-text': rewording('uptimes are text', [/"(kern_uptm_\w+)":\t(\d+)/g, '"$1":\t"$2"']),
  'nxos.version-in-other-words': printing('show version has other headings', 'show version', (text) =>
    text.replace(/NXOS:( +)version/, 'image:$1version').replace(/^Hardware$/m, 'Platform'),
  ),
  'nxos.show-nxapi-renamed': rewording(
    'the members of show nxapi have other names',
    ['"nxapi_status"', '"status"'],
    ['"o_status"', '"status"'],
    ['"TABLE_listen_on_port"', '"TABLE_port"'],
  ),
  'nxos.show-nxapi-in-other-words': printing('show nxapi has other words', 'show nxapi', (text) =>
    text
      .replace('nxapi enabled', 'NX-API enabled')
      .replace(/^( +)Issuer: /m, '$1Issued by: ')
      .replace(/^( +)Expires: /m, '$1Valid until: '),
  ),
  'nxos.show-nxapi-shows-closed': printing('show nxapi tells closed listeners', 'show nxapi', (text) =>
    text.includes('HTTP Listen') ? text : text.replace('\n', '\nHTTP Listen on port none\n'),
  ),
  'nxos.off-without-a-word': printing('show nxapi says off where it is disabled', 'show nxapi', (text) =>
    text.replace('disabled', 'off'),
  ),
  'nxos.configuration-without-head': printing('configurations have no head', isConfiguration, (text) =>
    text.replace(/^!.*\n/gm, ''),
  ),
  'nxos.features-unshown': printing('features are not in configurations', isConfiguration, (text) =>
    text.replace(/^feature .*\n/gm, ''),
  ),
  'nxos.nxapi-unshown': printing(
    'lines of NX-API are not in the running configuration',
    (grammar) => grammar.startsWith('show running-config'),
    (text) => text.replace(/^(no )?nxapi .*\n/gm, ''),
  ),
};
