import type { NsxvConfig } from '../state.ts';

/**
 * The lines of a configuration. They lose what makes an account: neither password nor privilege is there, so the text can
 * never be read back, and `admin` is not even named.
 * @source recorded: sneaku.com, "How to create a NSX-v API Only User Account"
 */
export function configurationText(config: NsxvConfig): string {
  const users = Object.keys(config.users).filter((name) => name !== 'admin');
  const blocks = [
    users.map((name) => `user ${name}`),
    config.ntp.map((host) => `ntp server ${host}`),
    config.nameServers.length > 0 ? [`ip name server ${config.nameServers.map((one) => `${one} `).join('')}`] : [],
    [`hostname ${config.hostname}`],
    ['interface mgmt', ...(config.address === undefined ? [] : [` ip address ${config.address}`])],
    Object.entries(config.routes).map(([prefix, gateway]) => `ip route ${prefix} ${gateway}`),
    config.webManager ? ['web-manager'] : [],
  ].filter((block) => block.length > 0);
  return blocks.map((block) => `!\n${block.map((line) => `${line}\n`).join('')}`).join('');
}
