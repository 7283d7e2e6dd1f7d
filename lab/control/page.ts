import { createHash } from 'node:crypto';
import { version } from '../home.ts';
import { openApi } from './openapi.ts';
import type { RouteDescription } from './route.ts';

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { text-transform: capitalize; margin: 2rem 0 .5rem }
details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0 }
summary { cursor: pointer; padding: .4rem .8rem }
summary code { font-weight: 600 }
details > div { padding: .2rem .8rem .8rem }
label { display: block; margin: .3rem 0 }
input, textarea { font: inherit; font-family: ui-monospace, monospace; width: 100%; box-sizing: border-box }
textarea { min-height: 5rem }
pre { overflow: auto; max-height: 24rem; background: #8881; padding: .6rem; border-radius: 6px }
`;

const script = `
const token = document.querySelector('#token');
for (const form of document.forms) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { method, path } = form.dataset;
  const output = form.querySelector('pre');
  const query = new URLSearchParams();
  let at = path;
  for (const field of form.querySelectorAll('input')) {
    if (field.dataset.in === 'path') at = at.replace('{' + field.name + '}', encodeURIComponent(field.value));
    else if (field.value !== '') query.set(field.name, field.value);
  }
  const body = form.querySelector('textarea')?.value || undefined;
  const headers = token.value ? { authorization: 'Bearer ' + token.value.trim() } : {};
  output.hidden = false;
  output.textContent = '…';
  try {
    const answer = await fetch(at + (query.size ? '?' + query : ''), { method, headers, body });
    output.textContent = answer.status + ' ' + answer.statusText + '\\n';
    const type = answer.headers.get('content-type') ?? '';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      if (type.startsWith('text/event-stream')) output.textContent += value;
    }
    if (type.startsWith('application/json')) output.textContent += JSON.stringify(JSON.parse(text), null, 2);
    else if (!type.startsWith('text/event-stream')) output.textContent += text;
  } catch (error) {
    output.textContent += String(error);
  }
});
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may load: itself and the API, nothing from anywhere else. */
export const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** One page, whole in itself, that shows the routes and tries them. The token stays in its field. */
export function page(routes: readonly RouteDescription[]): string {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const groups = tags.map(
    (tag) =>
      `<h2>${escaped(tag)}</h2>\n${routes
        .filter((route) => route.tag === tag)
        .map(section)
        .join('\n')}`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rackless control API</title>
<style>${style}</style>
<h1>Rackless control API</h1>
<p>Version ${escaped(version())}. The same as a document for machines: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<label>Token, from the file that <code>rackless up</code> names <input id="token" type="password" autocomplete="off"></label>
${groups.join('\n')}
<script>${script}</script>
</html>
`;
}

function section(route: RouteDescription): string {
  const { method, path, summary, description } = route;
  const { paths } = described(route);
  const { parameters = [], requestBody } = paths[path]?.[method.toLowerCase()] ?? {};
  const fields = parameters.map(
    ({ name, in: place, description: what = '', required }) =>
      `<label>${escaped(name)} <small>${escaped(what)}</small><input name="${escaped(name)}" data-in="${place}"${required ? ' required' : ''}></label>`,
  );
  const body = requestBody
    ? `<label>Body<textarea></textarea></label><details><summary>What it may hold</summary><pre>${escaped(JSON.stringify(requestBody.content, null, 2))}</pre></details>`
    : '';
  return `<details><summary><code>${method} ${escaped(path)}</code> ${escaped(summary)}</summary><div>
${description ? `<p>${escaped(description)}</p>` : ''}
<form data-method="${method}" data-path="${escaped(path)}">${fields.join('')}${body}<button>Try</button><pre hidden></pre></form>
</div></details>`;
}

interface Described {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly { name: string; in: string; description?: string; required: boolean }[];
            readonly requestBody?: { readonly content: object };
          }
        >
      >
    >
  >;
}

/** The document of one route, read back as the plain data that it is. */
function described(route: RouteDescription): Described {
  return JSON.parse(JSON.stringify(openApi([route])));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
