import { outputsOf, parseJson, type Wire } from './wire.ts';

/**
 * `ins_api` in JSON. `type` stands before `input`, because some releases misread a command that contains the word
 * "type" when it comes first; the blank before the semicolon is what separates commands.
 */
export const insApiJson: Wire = {
  contentType: 'application/json',
  encode: ({ type, commands, rollback }) =>
    JSON.stringify({
      ins_api: {
        version: '1.0',
        type,
        chunk: '0',
        sid: '1',
        input: commands.join(' ;'),
        output_format: 'json',
        ...(rollback === undefined ? {} : { rollback }),
      },
    }),
  decode: (answer) => outputsOf(parseJson(answer), answer),
};
