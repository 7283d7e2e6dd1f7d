import { register } from '../../requirement.ts';
import { assumed, fundamentals, repository, walkthrough } from './sources.ts';

/** What survives a reload, and what a switchover keeps. */
export const saving = register([
  {
    id: 'NX-SAVE-0001',
    statement: '`copy run start` ends with `Copy complete`.',
    evidence: 'recorded',
    source: repository('networktocode/pynxos', 'send_request_raw/copy_run_startup-config.json'),
  },
  {
    id: 'NX-SAVE-0002',
    statement:
      'After `copy run start` and a reload, the HTTPS endpoint presents the installed certificate on its port.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
  {
    id: 'NX-SAVE-0003',
    statement: 'After `copy run start` and a reload, HTTP and the old HTTPS port still refuse connections.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
  {
    id: 'NX-SAVE-0004',
    statement: 'What was configured and not saved is gone after a reload.',
    evidence: 'documented',
    source: fundamentals('Running and startup configuration'),
  },
  {
    id: 'NX-SAVE-0005',
    statement: 'Files on bootflash are there after a reload, saved configuration or not.',
    evidence: 'documented',
    source: fundamentals('File systems: bootflash'),
  },
  {
    id: 'NX-SAVE-0006',
    statement: '`copy run start` is accepted in configuration mode.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
  {
    id: 'NX-SAVE-0007',
    statement: '`reload` asks `This command will reboot the system. (y/n)?  [n] ` first.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/unicon.plugins', 'NX-OS mock data, reload'),
  },
  {
    id: 'NX-SAVE-0008',
    statement: '`copy run start` draws a bar of 40 places which ends full at 100%.',
    evidence: 'recorded',
    source: repository('networktocode/pynxos', 'send_request_raw/copy_run_startup-config.json'),
  },
  {
    id: 'NX-SAVE-0009',
    statement: 'After `copy run start` the startup configuration holds the NX-API lines.',
    evidence: 'documented',
    source: fundamentals('Running and startup configuration'),
  },
]);

/** Two supervisors. */
export const supervisors = register([
  {
    id: 'NX-HA-0001',
    statement: 'After a switchover, the certificate is still served where its files lie on both supervisors.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 2'),
  },
  {
    id: 'NX-HA-0002',
    statement: 'After a switchover to a supervisor without the files, the certificate is not served.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 2'),
  },
  {
    id: 'NX-HA-0003',
    statement: 'After a switchover to a supervisor without the files, the default certificate is served.',
    evidence: 'inferred',
    source: assumed('fall-back where the certificate files are missing'),
  },
  {
    id: 'NX-HA-0004',
    statement: 'After a switchover, the ports are as they were configured.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
]);
