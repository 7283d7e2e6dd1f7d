import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useAct, useAsked } from './lab-context.ts';
import type { Clock, SnapshotNote } from './shapes.ts';

/** The lab as a whole: its clock, snapshots and a new beginning. */
export function LabView(): JSX.Element {
  return (
    <>
      <ClockPart />
      <Snapshots />
      <Beginning />
    </>
  );
}

const steps: readonly (readonly [label: string, ms: number])[] = [
  ['one minute', 60_000],
  ['one hour', 3_600_000],
  ['one day', 86_400_000],
  ['one year', 31_536_000_000],
];

function ClockPart(): JSX.Element {
  const act = useAct();
  const clock = useAsked<Clock>('/clock');
  const frozen = clock?.frozen ?? false;
  return (
    <section aria-labelledby="clock">
      <h2 id="clock">Clock</h2>
      <p>
        {clock && <time dateTime={clock.now}>{clock.now}</time>} {frozen ? 'stands still' : 'runs'}
      </p>
      <p class="actions">
        <button
          type="button"
          onClick={() => act(frozen ? 'the clock runs' : 'the clock stands still', 'PUT /clock', { frozen: !frozen })}
        >
          {frozen ? 'Let it run' : 'Freeze it'}
        </button>
        {steps.map(([label, ms]) => (
          <button key={label} type="button" onClick={() => act(`${label} later`, 'POST /clock/advance', { ms })}>
            {label} on
          </button>
        ))}
      </p>
    </section>
  );
}

function Snapshots(): JSX.Element {
  const act = useAct();
  const snapshots = useAsked<{ snapshots: SnapshotNote[] }>('/snapshots')?.snapshots ?? [];
  const [name, setName] = useState('');
  return (
    <section aria-labelledby="snapshots">
      <h2 id="snapshots">Snapshots</h2>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          void act(`the lab is kept as ${name}`, 'POST /snapshots', { name });
        }}
      >
        <label>
          Name <input required value={name} onInput={(event) => setName(event.currentTarget.value.trim())} />
        </label>
        <button type="submit">Keep all devices as they are</button>
      </form>
      {snapshots.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Lab time</th>
              <th scope="col">Devices</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {snapshots.map((one) => (
              <SnapshotRow key={one.name} snapshot={one} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SnapshotRow({ snapshot: { name, time, devices } }: { readonly snapshot: SnapshotNote }): JSX.Element {
  const act = useAct();
  const path = `/snapshots/${encodeURIComponent(name)}`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{time}</td>
      <td>{devices.length > 5 ? `${devices.length}` : devices.join(', ')}</td>
      <td class="actions">
        <button
          type="button"
          aria-label={`Restore ${name}`}
          onClick={() => act(`the devices are as ${name} holds them`, `POST ${path}/restore`, {})}
        >
          Restore
        </button>
        <button
          type="button"
          aria-label={`Forget ${name}`}
          onClick={() => act(`${name} is forgotten`, `DELETE ${path}`)}
        >
          Forget
        </button>
      </td>
    </tr>
  );
}

/** What one hand does in passing should not cost a lesson's work: all is asked twice. */
function Beginning(): JSX.Element {
  const act = useAct();
  const [sure, setSure] = useState(false);
  const reset = (): void => {
    setSure(false);
    void act('all devices are as they were unpacked', 'POST /reset');
  };
  return (
    <section aria-labelledby="beginning">
      <h2 id="beginning">From the beginning</h2>
      <p>All devices as they were unpacked; whatever was configured, saved or learnt on them is gone.</p>
      <p class="actions">
        {!sure && (
          <button type="button" class="danger" onClick={() => setSure(true)}>
            Reset all devices
          </button>
        )}
        {sure && (
          <>
            <button type="button" class="danger" onClick={reset}>
              Yes, reset all
            </button>
            <button type="button" onClick={() => setSure(false)}>
              No
            </button>
          </>
        )}
      </p>
    </section>
  );
}
