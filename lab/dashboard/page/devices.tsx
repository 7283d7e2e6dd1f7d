import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useAsked } from './lab-context.ts';
import type { HostReport } from './shapes.ts';

/** So many are drawn; a lab may have thousands, and the field finds the others. */
const mostShown = 200;

/** All devices and file servers. */
export function Devices(): JSX.Element {
  const devices = useAsked<{ devices: HostReport[] }>('/devices')?.devices;
  const [text, setText] = useState('');
  const found = (devices ?? []).filter(({ name, kind }) =>
    `${name} ${kind}`.toLowerCase().includes(text.toLowerCase()),
  );
  return (
    <>
      <label class="find">
        Find <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {devices?.length === 0 && <p>This lab has no devices.</p>}
      <ul class="cards">
        {found.slice(0, mostShown).map((host) => (
          <li key={host.name}>
            <Card host={host} />
          </li>
        ))}
      </ul>
      {found.length > mostShown && <p>and {found.length - mostShown} more; write a part of a name above.</p>}
    </>
  );
}

function Card({ host }: { readonly host: HostReport }): JSX.Element {
  const endpoints = Object.entries(host.endpoints);
  return (
    <article class="card">
      <h2>
        <a href={`#device/${encodeURIComponent(host.name)}`}>{host.name}</a>
      </h2>
      <p>
        {host.kind} {host.version}
      </p>
      {endpoints.length === 0 && <p class="quiet">nothing listens</p>}
      <ul class="plain">
        {endpoints.slice(0, 6).map(([name, url]) => (
          <li key={name}>
            <span class="quiet">{name}</span> <code>{url}</code>
          </li>
        ))}
      </ul>
      {endpoints.length > 6 && <p class="quiet">and {endpoints.length - 6} more</p>}
    </article>
  );
}
