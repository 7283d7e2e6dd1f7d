import { all, textOf } from './body.ts';
import { component, componentDocument, components, summaryOfComponents } from './components.ts';
import { failures } from './failure.ts';
import type { Operation } from './operation.ts';
import { cpu, cpuDocument, memory, storage, summary, uptimeText, versionInfo } from './system.ts';

export const base = '/api/1.0/appliance-management';
const feature = 'administration.appliance';

/** Appliance management: the manager itself. @source NSX-v reference 6.1 */
export const appliance: readonly Operation[] = [
  {
    route: `GET ${base}/global/info`,
    name: 'globalInfoRead',
    feature,
    answer: ({ caller, release }) => ({
      document: {
        root: 'globalInfo',
        value: { currentLoggedInUser: caller.login, versionInfo: versionInfo(release) },
      },
    }),
  },
  {
    route: `GET ${base}/summary/system`,
    name: 'summaryInfoRead',
    feature,
    answer: ({ device }) => ({ document: { root: 'systemSummary', value: summary(device) } }),
  },
  { route: `GET ${base}/summary/components`, name: 'componentInfoRead', feature, answer: summaryOfComponents },
  {
    route: `GET ${base}/components`,
    name: 'componentsManagementRead',
    feature,
    answer: ({ device }) => ({ document: { root: 'components', value: { component: components(device) } } }),
  },
  {
    route: `GET ${base}/components/component/:id`,
    name: 'componentManagementRead',
    feature,
    answer: (call) => ({ document: componentDocument(call) }),
  },
  {
    route: `GET ${base}/components/component/:id/status`,
    name: 'componentStatusRead',
    feature,
    answer: (call) => ({
      document: {
        root: 'result',
        value: { result: { '@class': 'status', '#text': component(call).status }, operationStatus: 'SUCCESS' },
        json: { result: component(call).status, operationStatus: 'SUCCESS' },
      },
    }),
  },
  {
    route: `GET ${base}/components/component/:id/dependencies`,
    name: 'componentDependenciesRead',
    feature,
    answer: (call) => ({ document: { root: 'list', value: { string: component(call).uses } } }),
  },
  {
    route: `GET ${base}/components/component/:id/dependents`,
    name: 'componentDependentsRead',
    feature,
    answer: (call) => ({ document: { root: 'list', value: { string: component(call).usedBy } } }),
  },
  {
    route: `POST ${base}/components/component/:id/toggleStatus/:command`,
    name: 'componentManagementToggleCommand',
    feature,
    answer(call) {
      const { id, command } = call.parameters;
      component(call);
      if (command !== 'start' && command !== 'stop') throw failures.invalid(`Invalid command ${command}.`);
      if (id !== 'SSH') throw failures.notPermitted();
      call.change((draft) => {
        draft.run.sshRunning = command === 'start';
        // The one way to free a lock whose session is gone. @source recorded: sneaku.com on the VTY lock
        draft.run.lock = undefined;
      });
      return { document: { root: 'result', value: { operationStatus: 'SUCCESS' } } };
    },
  },
  {
    route: `POST ${base}/components/component/APPMGMT/restart`,
    name: 'componentAppMgmtRestartExecute',
    feature,
    answer: () => ({ status: 200 }),
  },
  {
    route: `POST ${base}/system/restart`,
    name: 'systemRebootExecute',
    feature,
    answer({ change, device }) {
      change((draft) => {
        draft.run.pending.push({ due: device.now() + 1_000, what: 'restart' });
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/cpuinfo`,
    name: 'systemCPUInfoRead',
    feature,
    answer: () => ({ document: { root: 'cpuInfo', value: cpu } }),
  },
  {
    route: `GET ${base}/system/cpuinfo/details`,
    name: 'systemCPUInfoDetailsRead',
    feature,
    exists: (release) => release.matrix === '6.4',
    answer: () => ({ document: cpuDocument }),
  },
  {
    route: `GET ${base}/system/meminfo`,
    name: 'systemMemoryInfoRead',
    feature,
    answer: () => ({ document: { root: 'memInfo', value: memory } }),
  },
  {
    route: `GET ${base}/system/storageinfo`,
    name: 'systemStorageInfoRead',
    feature,
    answer: () => ({ document: { root: 'storageInfo', value: storage } }),
  },
  {
    route: `GET ${base}/system/uptime`,
    name: 'systemUptimeRead',
    feature,
    answer: ({ device }) => ({ text: uptimeText(device) }),
  },
  {
    route: `GET ${base}/system/network`,
    name: 'networkSettingsRead',
    feature,
    answer({ device }) {
      const { config, store } = device.state;
      const [ipv4Address = '', length = '0'] = (config.address ?? '').split('/');
      return {
        document: {
          root: 'network',
          value: {
            hostName: config.hostname,
            networkIPv4AddressDto: {
              ipv4Address,
              ipv4NetMask: mask(Number(length)),
              ipv4Gateway: config.routes['0.0.0.0/0'] ?? '',
            },
            dns: { ipv4Address: config.nameServers, domainList: store.settings.domainName },
          },
        },
      };
    },
  },
  {
    route: `PUT ${base}/system/network/dns`,
    name: 'dnsUpdate',
    feature,
    takes: { root: 'dns' },
    answer({ body, change }) {
      const servers = all(body, 'ipv4Address').map(({ text }) => text.trim());
      change((draft) => {
        draft.config.nameServers = servers;
        draft.store.settings.domainName = textOf(body, 'domainList') ?? draft.store.settings.domainName;
      });
      return { status: 200 };
    },
  },
  {
    route: `DELETE ${base}/system/network/dns`,
    name: 'dnsDelete',
    feature,
    answer: ({ change }) => {
      change((draft) => {
        draft.config.nameServers = [];
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/timesettings`,
    name: 'systemTimeSettingsRead',
    feature,
    answer({ device }) {
      const { config, store } = device.state;
      const value = {
        ntpServer: { string: config.ntp },
        datetime: dateTime(device.now()),
        timezone: store.settings.timezone,
      };
      return { document: { root: 'timeSettings', value, json: { ...value, ntpServer: config.ntp } } };
    },
  },
  {
    route: `PUT ${base}/system/timesettings`,
    name: 'systemTimeSettingsUpdate',
    feature,
    takes: { root: 'timeSettings' },
    answer({ body, change }) {
      const servers = all(body, 'ntpServer').flatMap((one) => all(one, 'string').map(({ text }) => text.trim()));
      change((draft) => {
        if (servers.length > 0) draft.config.ntp = servers;
        draft.store.settings.timezone = textOf(body, 'timezone') ?? draft.store.settings.timezone;
      });
      return { status: 200 };
    },
  },
  {
    route: `DELETE ${base}/system/timesettings/ntp`,
    name: 'systemNtpDelete',
    feature,
    answer: ({ change }) => {
      change((draft) => {
        draft.config.ntp = [];
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/syslogserver`,
    name: 'syslogServerRead',
    feature,
    answer({ device }) {
      const [first] = device.state.store.settings.syslog;
      const value = first ? { syslogServer: first.server, port: first.port, protocol: first.protocol } : {};
      return { document: { root: 'syslogserver', value } };
    },
  },
  {
    route: `PUT ${base}/system/syslogserver`,
    name: 'syslogServerUpdate',
    feature,
    takes: { root: 'syslogserver' },
    answer({ body, change }) {
      const server = textOf(body, 'syslogServer') ?? '';
      // Clients write the protocol in lower case. @source client: PowerNSX, Set-NsxManager
      const protocol = (textOf(body, 'protocol') ?? 'UDP').toUpperCase();
      if (server === '' || !/^(UDP|TCP|UDP6|TCP6)$/.test(protocol)) throw failures.invalid('Invalid syslog server.');
      change(
        (draft) => {
          draft.store.settings.syslog = [{ server, port: textOf(body, 'port') ?? '514', protocol }];
        },
        { module: 'SYSLOG_SERVER_CONFIG', operation: 'UPDATE', resource: server, resourceId: '' },
      );
      return { status: 200 };
    },
  },
  {
    route: `DELETE ${base}/system/syslogserver`,
    name: 'syslogServerDelete',
    feature,
    answer: ({ change }) => {
      change((draft) => {
        draft.store.settings.syslog = [];
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/locale`,
    name: 'systemLocaleRead',
    feature,
    answer: ({ device }) => ({ document: { root: 'locale', value: { ...device.state.store.settings.locale } } }),
  },
  {
    route: `PUT ${base}/system/locale`,
    name: 'systemLocaleUpdate',
    feature,
    takes: { root: 'locale' },
    answer({ body, change }) {
      const language = textOf(body, 'language');
      const country = textOf(body, 'country');
      if (!language || !country) throw failures.invalid('language and country are required.');
      change((draft) => {
        draft.store.settings.locale = { language, country };
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/tlssettings`,
    name: 'systemTlsSettingsRead',
    feature,
    exists: (release) => release.applianceDefault === 'xml',
    answer: ({ device }) => ({ document: { root: 'tlsSettings', value: tls(device.state.store.settings) } }),
  },
  {
    route: `POST ${base}/system/tlssettings`,
    name: 'systemTlsSettingsUpdate',
    feature,
    takes: { root: 'tlsSettings' },
    exists: (release) => release.applianceDefault === 'xml',
    answer({ body, change }) {
      const server = protocolsIn(textOf(body, 'serverEnabledProtocols'));
      const client = protocolsIn(textOf(body, 'clientEnabledProtocols'));
      if (!server && !client) throw failures.invalid('serverEnabledProtocols or clientEnabledProtocols is required.');
      change((draft) => {
        if (server) draft.store.settings.serverProtocols = server;
        if (client) draft.store.settings.clientProtocols = client;
      });
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/system/securitysettings`,
    name: 'systemSecuritySettingsRead',
    feature,
    exists: (release) => release.securitySettings,
    answer: ({ device }) => ({
      document: {
        root: 'securitySettings',
        value: { fipsEnabled: false, tlsSettings: tls(device.state.store.settings) },
      },
    }),
  },
  {
    route: `GET ${base}/notifications`,
    name: 'notificationsRead',
    feature,
    answer: () => ({ document: { root: 'notifications', value: {} } }),
  },
  { route: `DELETE ${base}/notifications`, name: 'notificationsDelete', feature, answer: () => ({ status: 200 }) },
];

function tls({
  serverProtocols,
  clientProtocols,
}: {
  serverProtocols: readonly string[];
  clientProtocols: readonly string[];
}) {
  return { serverEnabledProtocols: serverProtocols.join(','), clientEnabledProtocols: clientProtocols.join(',') };
}

/** @throws ApiError 400 */
function protocolsIn(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const protocols = text.split(',').map((one) => one.trim());
  const wrong = protocols.find((one) => !/^TLSv1(\.[12])?$/.test(one));
  if (wrong !== undefined) throw failures.invalid(`Invalid protocol ${wrong}.`);
  return protocols;
}

/** `04/19/2017 06:53:57`. */
function dateTime(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${time}`;
}

function mask(length: number): string {
  const bits = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}
