import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { copyText } from './clipboard.ts';
import { useAct, useAsked, useLab } from './lab-context.ts';
import type { AttemptView, CheckView, CommandsView, HostReport, StepView } from './shapes.ts';
import { TerminalView } from './terminal.tsx';

/** The exercise of this lab: what is to be done and how it stands, and a terminal beside it. */
export function Exercise({ attempt }: { readonly attempt: AttemptView }): JSX.Element {
  const { exercise, steps, desk, files } = attempt;
  return (
    <div class="workplace">
      <div>
        <Paragraphs texts={[exercise.goal]} />
        <details>
          <summary>Why</summary>
          <Paragraphs texts={[exercise.why]} />
        </details>
        <Standing attempt={attempt} />
        <ol class="exercise">
          {steps.map((step, index) => (
            <Step key={step.title} step={step} index={index} />
          ))}
        </ol>
        <h2>Your files</h2>
        <p>
          On the machine of the lab they lie in <code>{desk}</code>.
        </p>
        {files.map((name) => (
          <DeskFile key={name} name={name} />
        ))}
        <PutFile />
      </div>
      <Terminals />
    </div>
  );
}

function Paragraphs({ texts }: { readonly texts: readonly string[] }): JSX.Element {
  return (
    <>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </>
  );
}

function Standing({ attempt: { points, finished, steps } }: { readonly attempt: AttemptView }): JSX.Element {
  const act = useAct();
  const [isSure, setSure] = useState(false);
  const isDone = points.of > 0 && points.got === points.of;
  const reset = (): void => {
    setSure(false);
    void act('everything is as it was at the beginning', 'POST /workshop/reset');
  };
  return (
    <div class="card standing">
      <p>
        <strong>
          {points.got} of {points.of} points
        </strong>{' '}
        {isDone && <span class="good">All is done.</span>}
        {finished && !isDone && <span class="bad">The work was said to be done; this is what it gave.</span>}
      </p>
      <progress value={points.got} max={points.of} aria-label="Points" />
      <p class="actions">
        <button type="button" disabled={finished} onClick={() => act('looked at all checks', 'POST /workshop/check')}>
          Check now
        </button>
        <button
          type="button"
          disabled={finished || steps.length === 0}
          onClick={() => act('that is the result', 'POST /workshop/finish')}
        >
          I am done
        </button>
        {isSure ? (
          <button type="button" class="danger" onClick={reset}>
            Yes, begin again
          </button>
        ) : (
          <button type="button" class="danger" onClick={() => setSure(true)}>
            Begin again
          </button>
        )}
      </p>
    </div>
  );
}

const signs = { read: '', open: '○', green: '●', red: '✕' } as const;
const words = { read: '', open: 'open', green: 'done', red: 'wrong' } as const;

/** Shape, colour and word say the same, so that nobody has to see the colour. */
function Sign({ state }: { readonly state: StepView['state'] }): JSX.Element | null {
  if (state === 'read') return null;
  return (
    <span class={`sign ${state}`}>
      <span aria-hidden="true">{signs[state]}</span> {words[state]}
    </span>
  );
}

function Step({ step, index }: { readonly step: StepView; readonly index: number }): JSX.Element {
  const { title, paragraphs, commands, hints, hintsLeft, checks, state } = step;
  const act = useAct();
  return (
    <li class="card">
      <h2>
        {title} <Sign state={state} />
      </h2>
      <Paragraphs texts={paragraphs} />
      {commands.map((one, nth) => (
        <CommandLines key={`${one.at} ${one.lines}`} commands={one} what={`${title}, ${nth + 1}`} />
      ))}
      {checks.length > 0 && (
        <ul class="plain checks">
          {checks.map((check) => (
            <Check key={check.check} check={check} />
          ))}
        </ul>
      )}
      {hints.map((hint, nth) => (
        <p key={hint} class="hint">
          <strong>Hint {nth + 1}.</strong> {hint}
        </p>
      ))}
      {hintsLeft > 0 && (
        <button
          type="button"
          aria-label={`A hint for: ${title}`}
          onClick={() => act(`a hint for: ${title}`, 'POST /workshop/hint', { step: index })}
        >
          {hints.length === 0 ? 'A hint' : 'Another hint'}
        </button>
      )}
    </li>
  );
}

function CommandLines({ commands, what }: { readonly commands: CommandsView; readonly what: string }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const { at, lines } = commands;
  const copy = async (): Promise<void> => {
    await copyText(lines);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <figure class="typed">
      <figcaption>
        <span class="quiet">{at === 'here' ? 'in a shell of your own' : at}</span>
        <button type="button" aria-label={`Copy the lines of ${what}`} onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </figcaption>
      <pre>{lines}</pre>
    </figure>
  );
}

function Check({ check }: { readonly check: CheckView }): JSX.Element {
  const { check: id, statement, state, expected, observed, next, points } = check;
  return (
    <li data-check={id}>
      <Sign state={state} /> {statement}{' '}
      <span class="quiet">
        {points} {points === 1 ? 'point' : 'points'}
      </span>
      {observed !== undefined && state !== 'green' && (
        <dl class="facts">
          <dt>expected</dt>
          <dd>{expected}</dd>
          <dt>seen</dt>
          <dd>{observed}</dd>
          {next !== undefined && (
            <>
              <dt>next</dt>
              <dd>{next}</dd>
            </>
          )}
        </dl>
      )}
    </li>
  );
}

/** What lies on the desk, for those who work on another computer. */
function DeskFile({ name }: { readonly name: string }): JSX.Element {
  const { api, tell } = useLab();
  const [text, setText] = useState<string>();
  const show = async (): Promise<void> => {
    try {
      setText((await api.ask<{ text: string }>(`GET /workshop/files/${encodeURIComponent(name)}`)).text);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div>
      <button
        type="button"
        aria-expanded={text !== undefined}
        onClick={() => (text === undefined ? show() : setText(undefined))}
      >
        {name}
      </button>
      {text !== undefined && <CommandLines commands={{ at: name, lines: text }} what={name} />}
    </div>
  );
}

/** Puts what was made on another computer where the checks look for it. */
function PutFile(): JSX.Element {
  const act = useAct();
  const put = async (field: HTMLInputElement): Promise<void> => {
    for (const file of field.files ?? []) {
      const text = await file.text();
      await act(`${file.name} lies on the desk`, `PUT /workshop/files/${encodeURIComponent(file.name)}`, { text });
    }
    field.value = '';
  };
  return (
    <p>
      <label>
        Put files of yours there <input type="file" multiple onChange={(event) => put(event.currentTarget)} />
      </label>
    </p>
  );
}

/** A terminal to whichever command line the trainee chooses. */
function Terminals(): JSX.Element {
  const devices = useAsked<{ devices: HostReport[] }>('/devices')?.devices ?? [];
  const [chosen, choose] = useState<string>();
  const places = devices
    .filter(({ kind }) => kind !== 'files')
    .flatMap(({ name, endpoints }) =>
      Object.entries(endpoints).flatMap(([endpoint, url]) => (url.startsWith('ssh:') ? [{ name, endpoint }] : [])),
    );
  const idOf = ({ name, endpoint }: (typeof places)[number]): string => `${name} ${endpoint}`;
  const place = places.find((one) => idOf(one) === chosen) ?? places[0];
  return (
    <section class="card beside" aria-label="Terminal">
      <h2>Terminal</h2>
      {places.length > 1 && (
        <p>
          <select aria-label="Where to" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
            {places.map((one) => (
              <option key={idOf(one)}>{idOf(one)}</option>
            ))}
          </select>
        </p>
      )}
      {place && <TerminalView key={idOf(place)} name={place.name} endpoint={place.endpoint} />}
    </section>
  );
}
