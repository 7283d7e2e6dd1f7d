import type { JSX } from 'preact';
import { useAsked } from './lab-context.ts';
import type { Missing } from './shapes.ts';

/** What was asked for and is not known. */
export function NearMisses(): JSX.Element {
  const missing = useAsked<{ missing: Missing[] }>('/coverage')?.missing;
  if (!missing) return <p>…</p>;
  if (missing.length === 0) return <p>All that was asked for so far is known.</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Asked for</th>
          <th scope="col">Nearest that is known</th>
          <th scope="col">Times</th>
          <th scope="col">Devices</th>
        </tr>
      </thead>
      <tbody>
        {missing.map(({ operation, nearest, count, devices }) => (
          <tr key={operation}>
            <th scope="row">
              <code>{operation}</code>
            </th>
            <td>{nearest !== undefined && <code>{nearest}</code>}</td>
            <td>{count}</td>
            <td>{devices.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
