import type { JSX } from 'preact';
import { CertificateFacts } from './certificate.tsx';
import { Copied } from './copied.tsx';
import { useAct, useAsked, useLab } from './lab-context.ts';
import { linesFor } from './lines.ts';
import type { Certificate, Clock, HostReport, NsxvUser, Step, User } from './shapes.ts';

/** One device: where it listens, what it shows there, who has an account, and what may be done to it. */
export function DeviceView({ name }: { readonly name: string }): JSX.Element {
  const host = useAsked<HostReport>(`/devices/${encodeURIComponent(name)}`);
  if (!host) return <p>…</p>;
  const { kind, version, username, password, enablePassword, endpoints } = host;
  const isDevice = kind !== 'files';
  return (
    <>
      <p>
        {kind} {version}. Account <code>{username}</code> with password <code>{password}</code>
        {enablePassword !== undefined && (
          <>
            , enable password <code>{enablePassword}</code>
          </>
        )}
        .
      </p>
      {isDevice && <Actions name={name} />}
      <h2>Endpoints</h2>
      {Object.keys(endpoints).length === 0 && <p>Nothing listens.</p>}
      {isDevice ? <SecureEndpoints host={host} /> : <Endpoints host={host} certificates={{}} now="" />}
      {isDevice && <Users path={`/devices/${encodeURIComponent(name)}/users`} />}
      {kind === 'nsxv' && <NsxvUsers path={`/devices/${encodeURIComponent(name)}/nsxv/users`} />}
    </>
  );
}

function Actions({ name }: { readonly name: string }): JSX.Element {
  const act = useAct();
  const path = `/devices/${encodeURIComponent(name)}`;
  const { role } = useLab();
  const last = useAsked<{ steps: Step[] }>(`/history?device=${encodeURIComponent(name)}`)?.steps.at(-1)?.operation;
  return (
    <p class="actions">
      <button type="button" onClick={() => act(`${name} restarts`, `POST ${path}/reboot`)}>
        Restart
      </button>
      {last !== undefined && (
        <button type="button" onClick={() => act(`undone: ${last}`, `POST ${path}/undo`)}>
          Undo <code>{last}</code>
        </button>
      )}
      {role === 'owner' && (
        <button type="button" class="danger" onClick={() => act(`${name} is as it was unpacked`, `POST ${path}/reset`)}>
          Reset
        </button>
      )}
      <a href={`#journal?device=${encodeURIComponent(name)}`}>Its journal</a>
    </p>
  );
}

function SecureEndpoints({ host }: { readonly host: HostReport }): JSX.Element {
  const path = `/devices/${encodeURIComponent(host.name)}/certificates`;
  const certificates = useAsked<{ certificates: Record<string, Certificate> }>(path)?.certificates ?? {};
  const now = useAsked<Clock>('/clock')?.now ?? '';
  return <Endpoints host={host} certificates={certificates} now={now} />;
}

interface EndpointsProps {
  readonly host: HostReport;
  readonly certificates: Readonly<Record<string, Certificate>>;
  /** Lab time. */
  readonly now: string;
}

function Endpoints({ host, certificates, now }: EndpointsProps): JSX.Element {
  const isDevice = host.kind !== 'files';
  return (
    <ul class="cards wide">
      {Object.entries(host.endpoints).map(([endpoint, url]) => {
        const certificate = certificates[endpoint];
        return (
          <li key={endpoint} class="card">
            <h3>
              {endpoint} <code>{url}</code>
            </h3>
            {linesFor(url, host).map(({ what, line }) => (
              <Copied key={what} what={`${what} ${endpoint}`} line={line} />
            ))}
            {isDevice && url.startsWith('ssh:') && (
              <a href={`#terminal/${encodeURIComponent(host.name)}/${encodeURIComponent(endpoint)}`}>Terminal</a>
            )}
            {certificate && <CertificateFacts place={`${host.name} ${endpoint}`} certificate={certificate} now={now} />}
          </li>
        );
      })}
    </ul>
  );
}

function Users({ path }: { readonly path: string }): JSX.Element {
  const users = useAsked<{ users: User[] }>(path)?.users ?? [];
  const hasNodes = users.some(({ at }) => at !== undefined);
  return (
    <>
      <h2>Accounts</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Roles</th>
            {hasNodes && <th scope="col">On</th>}
          </tr>
        </thead>
        <tbody>
          {users.map(({ name, roles, at }) => (
            <tr key={`${name} ${at}`}>
              <th scope="row">{name}</th>
              <td>{roles.join(', ')}</td>
              {hasNodes && <td>{at}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function NsxvUsers({ path }: { readonly path: string }): JSX.Element {
  const users = useAsked<{ users: NsxvUser[] }>(path)?.users ?? [];
  return (
    <>
      <h2>Users, as the vSphere client shows them</h2>
      <table>
        <thead>
          <tr>
            {['User', 'Origin', 'Role', 'Scope', 'Status', 'Sessions'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {users.map(({ user, origin, label, scope, status, sessions }) => (
            <tr key={user}>
              <th scope="row">{user}</th>
              <td>{origin}</td>
              <td>{label}</td>
              <td>{scope.join(', ')}</td>
              <td>{status}</td>
              <td>{sessions}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
