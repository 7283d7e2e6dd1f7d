/** A per-command status: the code is a string on the wire. */
export interface Code {
  readonly code: string;
  readonly msg: string;
}

/**
 * The vendor's code table, by its constants. Texts as captured on the wire where they were; the table's own, without
 * the full stop, elsewhere (NX-API reference 3.1).
 */
export const codes = {
  SUCCESS: { code: '200', msg: 'Success' },
  BASH_CMD_ERR: { code: '400', msg: 'Bash command error' },
  CHUNK_ALLOW_ONE_CMD_ERR: { code: '400', msg: 'Chunking honors only one command' },
  CLI_CLIENT_ERR: { code: '400', msg: 'CLI execution error' },
  CLI_CMD_ERR: { code: '400', msg: 'Input CLI command error' },
  IN_MSG_ERR: { code: '400', msg: 'Request message is invalid' },
  NO_INPUT_CMD_ERR: { code: '400', msg: 'No input command' },
  PERM_DENY_ERR: { code: '401', msg: 'Permission denied' },
  CONF_NOT_ALLOW_SHOW_ERR: { code: '405', msg: 'Configuration mode does not allow show' },
  SHOW_NOT_ALLOW_CONF_ERR: { code: '405', msg: 'Show mode does not allow configuration' },
  EXCEED_MAX_SHOW_ERR: {
    code: '413',
    msg: 'Maximum number of consecutive show commands exceeded. The maximum is 10',
  },
  MSG_SIZE_LARGE_ERR: { code: '413', msg: 'Response size too large' },
  BACKEND_ERR: { code: '500', msg: 'Backend processing error' },
  BASH_CMD_NOT_SUPPORTED_ERR: { code: '501', msg: 'Bash command not supported' },
  CHUNK_ALLOW_XML_ONLY_ERR: { code: '501', msg: 'Chunking allows only XML output' },
  CHUNK_ONLY_ALLOWED_IN_SHOW_ERR: { code: '501', msg: 'Response chunking allowed only in show commands' },
  CHUNK_TIMEOUT: { code: '501', msg: 'Timeout while generating chunk response' },
  CLI_CMD_NOT_SUPPORTED_ERR: { code: '501', msg: 'CLI command not supported' },
  MSG_TYPE_UNSUPPORTED_ERR: { code: '501', msg: 'Message type not supported' },
  PIPE_OUTPUT_NOT_ALLOWED_IN_INPUT: { code: '501', msg: 'Pipe is not allowed for this message type' },
  STRUCT_NOT_SUPPORTED_ERR: { code: '501', msg: 'Structured output unsupported' },
} as const satisfies Record<string, Code>;
