import { castDraft } from 'immer';
import type { Backup } from '../state.ts';
import { textOf } from './body.ts';
import { failures } from './failure.ts';
import type { Operation } from './operation.ts';

const base = '/api/1.0/appliance-management/backuprestore';
const feature = 'administration.appliance';

/** Backups of what the API keeps. The server they go to is not asked: they lie in the manager (inferred). */
export const backups: readonly Operation[] = [
  {
    route: `GET ${base}/backupsettings`,
    name: 'applianceMgrBackupSettingsRead',
    feature,
    answer({ device }) {
      const { backup } = device.state.store.settings;
      if (!backup) return { document: { root: 'backupRestoreSettings', value: {} } };
      const { server, port, protocol, user, directory, prefix } = backup;
      return {
        document: {
          root: 'backupRestoreSettings',
          value: {
            ftpSettings: {
              transferProtocol: protocol,
              hostNameIPAddress: server,
              port,
              userName: user,
              backupDirectory: directory,
              filenamePrefix: prefix,
              useEPSV: true,
            },
          },
        },
      };
    },
  },
  ...(['backupsettings', 'backupsettings/ftpsettings'] as const).map(
    (path): Operation => ({
      route: `PUT ${base}/${path}`,
      name: path === 'backupsettings' ? 'applianceMgrBackupSettingsUpdate' : 'applianceMgrBackupSettingsFtpUpdate',
      feature,
      takes: { root: path === 'backupsettings' ? 'backupRestoreSettings' : 'ftpSettings' },
      answer({ body, change }) {
        const ftp = path === 'backupsettings' ? body?.children.find(({ name }) => name === 'ftpSettings') : body;
        const server = textOf(ftp, 'hostNameIPAddress') ?? '';
        const prefix = textOf(ftp, 'filenamePrefix') ?? '';
        if (server === '' || prefix === '')
          throw failures.invalid('hostNameIPAddress and filenamePrefix are required.');
        change((draft) => {
          draft.store.settings.backup = {
            server,
            prefix,
            port: textOf(ftp, 'port') ?? '21',
            protocol: textOf(ftp, 'transferProtocol') ?? 'FTP',
            user: textOf(ftp, 'userName') ?? '',
            directory: textOf(ftp, 'backupDirectory') ?? '/',
          };
        });
        return { status: 200 };
      },
    }),
  ),
  {
    route: `DELETE ${base}/backupsettings`,
    name: 'applianceMgrBackupSettingsDelete',
    feature,
    answer({ change }) {
      change((draft) => {
        delete draft.store.settings.backup;
      });
      return { status: 200 };
    },
  },
  {
    route: `POST ${base}/backup`,
    name: 'applianceMgrBackupCreate',
    feature,
    // The content type is demanded although there is no body. @source documented: NSX API guide
    takes: { root: 'backup', optional: true },
    answer({ device, change }) {
      const { store } = device.state;
      const { settings, entries, nextUser, tags, nextTag } = store;
      if (!settings.backup) throw failures.invalid('Backup settings are not configured.');
      const kept = { entries, nextUser, tags, nextTag, settings };
      const stamp = new Date(device.now()).toISOString().slice(0, 19).replace('T', '_').replaceAll(/[-:]/g, '_');
      const made: Backup = {
        name: `${settings.backup.prefix}${stamp}`,
        size: JSON.stringify(kept).length,
        at: device.now(),
        kept,
      };
      change(
        (draft) => {
          draft.store.backups = castDraft([...store.backups, made]);
        },
        { module: 'BACKUP_RESTORE', operation: 'CREATE', resource: made.name, resourceId: '' },
      );
      return { status: 200 };
    },
  },
  {
    route: `GET ${base}/backups`,
    name: 'applianceMgrBackupsRead',
    feature,
    answer({ device }) {
      const backupFileProperties = device.state.store.backups.map(({ name, size, at }) => ({
        fileName: name,
        fileSize: size,
        creationTime: at,
      }));
      return { document: { root: 'list', value: { backupFileProperties }, json: { list: backupFileProperties } } };
    },
  },
  {
    route: `POST ${base}/restore`,
    name: 'applianceMgrBackupRestoreExecute',
    feature,
    answer({ device, query, change }) {
      const name = query.get('restoreFile') ?? '';
      const backup = device.state.store.backups.find((one) => one.name === name);
      if (!backup) throw failures.notFound(name);
      change(
        (draft) => {
          Object.assign(draft.store, castDraft(backup.kept));
          draft.run.sessions = {};
          draft.run.pending.push({ due: device.now() + 1_000, what: 'restart' });
        },
        { module: 'BACKUP_RESTORE', operation: 'UPDATE', resource: name, resourceId: '' },
      );
      return { status: 200 };
    },
  },
];
