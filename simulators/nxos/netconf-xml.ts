import { isJsonObject, type Json } from '../chassis/json.ts';
import { escapeXml } from './nxapi/ins-xml.ts';

/** Which part of the switch answers a show, by its second word. @source documented for these; others inferred */
const components: Readonly<Record<string, readonly [namespace: string, name: string]>> = {
  version: ['sysmgrcli', 'sysmgr'],
  vlan: ['vlan_mgr_cli', 'vlan_mgr'],
  interface: ['if_manager', 'ifmgr'],
  ip: ['urib', 'urib'],
};

/**
 * Structured output as `| xml` prints it: a NETCONF reply that holds the command's words as elements.
 * @source recorded: reference 4.3
 */
export function netconfXml(command: string, tree: Json): string {
  const words = command.split(/ +/);
  const [namespace, component] = components[words[1] ?? ''] ?? ['vsh', 'vsh'];
  const keywords = words.filter((word) => isName(word));
  const readonly = `__XML__OPT_Cmd_${component}_${keywords.join('_').replaceAll('-', '_')}___readonly__`;
  const body = [
    `<${readonly}>`,
    ' <__readonly__>',
    ...elements(tree).map((line) => `  ${line}`),
    ' </__readonly__>',
    `</${readonly}>`,
  ];
  return `${[
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    `<nf:rpc-reply xmlns="http://www.cisco.com/nxos:1.0:${namespace}" xmlns:nf="urn:ietf:params:xml:ns:netconf:base:1.0">`,
    ' <nf:data>',
    ...inside(words, body).map((line) => `  ${line}`),
    ' </nf:data>',
    '</nf:rpc-reply>',
    ']]>]]>',
  ].join('\n')}\n`;
}

/** A keyword is an element, a value a parameter with its value. */
function inside(words: readonly string[], body: readonly string[]): string[] {
  const [word, ...rest] = words;
  if (word === undefined) return [...body];
  const inner = inside(rest, body).map((line) => ` ${line}`);
  if (isName(word)) return [`<${word}>`, ...inner, `</${word}>`];
  return [
    '<__XML__PARAM__value>',
    ` <__XML__value>${escapeXml(word)}</__XML__value>`,
    ...inner,
    '</__XML__PARAM__value>',
  ];
}

function isName(word: string): boolean {
  return /^[a-z][a-z-]*$/.test(word);
}

function elements(tree: Json): string[] {
  if (!isJsonObject(tree)) return [];
  return Object.entries(tree).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one: Json) => element(name, one)),
  );
}

function element(name: string, value: Json): string[] {
  if (!isJsonObject(value)) return [`<${name}>${value === null ? '' : escapeXml(String(value))}</${name}>`];
  return [`<${name}>`, ...elements(value).map((line) => ` ${line}`), `</${name}>`];
}
