import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useAct, useAsked } from './lab-context.ts';
import type { HostReport, StandingFault } from './shapes.ts';

/** Rules to begin with: what happens → the rule. */
const ready: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the certificate is one that has expired': { at: 'identity', act: 'expired-certificate' },
  'the certificate is that of another name': { at: 'identity', act: 'wrong-certificate' },
  'the next reply is lost, and the request had its effect': { at: 'response', act: 'lose-reply', atMost: 1 },
  'requests wait for two seconds': { at: 'request', act: 'delay', ms: 2_000 },
  'requests are answered with 503': { at: 'request', act: 'status', status: 503 },
  'the service behind the listener is down': { at: 'request', act: 'agent-down' },
  'connections are reset': { at: 'accept', act: 'reset' },
  'nothing fits on flash any more': { at: 'change', act: 'flash-full' },
  'the clock runs an hour fast': { at: 'clock', act: 'skew', ms: 3_600_000 },
};

/** What goes wrong in the lab, and what is to go wrong. */
export function Faults(): JSX.Element {
  const act = useAct();
  const faults = useAsked<{ faults: StandingFault[] }>('/faults')?.faults ?? [];
  return (
    <>
      <NewFault />
      <h2>Rules that stand</h2>
      {faults.length === 0 && <p>None: nothing goes wrong.</p>}
      {faults.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">What it says</th>
              <th scope="col">Fitted</th>
              <th scope="col">Acted</th>
              <th scope="col">
                <button type="button" onClick={() => act('all rules are gone', 'DELETE /faults')}>
                  Take all away
                </button>
              </th>
            </tr>
          </thead>
          <tbody>
            {faults.map(({ id, rule, matched, hits }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>
                  <code>{JSON.stringify(rule)}</code>
                </td>
                <td>{matched}</td>
                <td>{hits}</td>
                <td>
                  <button
                    type="button"
                    aria-label={`Take ${id} away`}
                    onClick={() => act(`${id} is gone`, `DELETE /faults/${encodeURIComponent(id)}`)}
                  >
                    Take away
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function NewFault(): JSX.Element {
  const act = useAct();
  const devices = useAsked<{ devices: HostReport[] }>('/devices')?.devices ?? [];
  const [what, setWhat] = useState(Object.keys(ready)[0] ?? '');
  const [device, setDevice] = useState('');
  const rule = { ...ready[what], ...(device !== '' && { match: { device } }) };
  return (
    <form
      class="filter"
      onSubmit={(event) => {
        event.preventDefault();
        void act(`from now on ${what}`, 'POST /faults', rule);
      }}
    >
      <label>
        Have it go wrong so
        <select value={what} onChange={(event) => setWhat(event.currentTarget.value)}>
          {Object.keys(ready).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Device
        <input
          list="devices"
          value={device}
          placeholder="all"
          onInput={(event) => setDevice(event.currentTarget.value)}
        />
      </label>
      <datalist id="devices">
        {devices.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit">Add the rule</button>
      <code class="whole">{JSON.stringify(rule)}</code>
    </form>
  );
}
