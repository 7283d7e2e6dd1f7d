import { register } from '../../requirement.ts';
import { guide, repository } from './sources.ts';

const sample = (what: string) =>
  repository('datacenter/nexus9000', `nx-os/nxapi/check_cable/json_chunking.py, ${what}`);

/** Chunked replies and `bash`. */
export const chunks = register([
  {
    id: 'NX-CHK-0001',
    statement: 'A chunked JSON reply has `"sid": "S","outputs` on one line.',
    evidence: 'client',
    source: sample('regex'),
  },
  {
    id: 'NX-CHK-0002',
    statement: 'What follows `"body": ` on its line, put together over all chunks, is the JSON of the body.',
    evidence: 'client',
    source: sample('regex_body'),
  },
  {
    id: 'NX-CHK-0003',
    statement: 'A long show has a `sid` to go on with in its first chunk, and `eoc` in its last.',
    evidence: 'documented',
    source: guide('NX-API CLI: chunk'),
  },
  {
    id: 'NX-CHK-0004',
    statement: 'Chunk mode refuses more than one command with code 400.',
    evidence: 'documented',
    source: guide('NX-API response codes, CHUNK_ALLOW_ONE_CMD_ERR'),
  },
  {
    id: 'NX-CHK-0005',
    statement: 'Chunk mode refuses a configuration with code 501.',
    evidence: 'documented',
    source: guide('NX-API response codes, CHUNK_ONLY_ALLOWED_IN_SHOW_ERR'),
  },
  {
    id: 'NX-CHK-0006',
    statement: 'An XML show comes in chunks, the last of them with the `sid` `eoc`.',
    evidence: 'documented',
    source: guide('NX-API CLI: chunk'),
  },
  {
    id: 'NX-BASH-0001',
    statement: 'While `feature bash-shell` is off, a message of the type `bash` does not succeed.',
    evidence: 'documented',
    source: guide('NX-API response codes, BASH_CMD_NOT_SUPPORTED_ERR'),
  },
  {
    id: 'NX-BASH-0002',
    statement: 'A message of the type `bash` runs commands parted by `;` and gives what they print as body.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/bash/nxapi_bash_example.py'),
  },
]);
