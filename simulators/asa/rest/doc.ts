import { routes } from './routes.ts';
import type { Answer } from './wire.ts';

/** The interactive page, and the redirect to it, which sometimes loses https. @source documented: reference 9 */
export function documentation(url: string, base: string, losesHttps: boolean): Answer {
  const path = url.split('?', 1)[0];
  if (path !== '/doc/') {
    const to = losesHttps ? base.replace(/^https:/, 'http:') : base;
    return { status: 302, headers: { location: `${to}/doc/` } };
  }
  return { status: 200, type: 'text/html; charset=UTF-8', body: html() };
}

function html(): string {
  const resources = routes().map(({ path, category, methods }) => ({ path, category, methods: Object.keys(methods) }));
  const data = JSON.stringify(resources).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ASA REST API</title><link rel="icon" href="data:,"><style>
body{font:14px sans-serif;margin:0;display:grid;grid-template-columns:14em 1fr 1fr;height:100vh}
nav,main,aside{overflow:auto;padding:1em;border-right:1px solid #ccc}button{margin:.2em;cursor:pointer}
nav button{display:block;width:100%;text-align:left}textarea{width:100%;height:8em}pre{white-space:pre-wrap;background:#f4f4f4;padding:.5em}
.warning{color:#a00}</style></head><body>
<nav id="categories" aria-label="Categories"></nav>
<main id="resources"></main>
<aside><h2>Console</h2><p class="warning">Send really sends the request to this ASA.</p>
<p><b id="method">GET</b> <input id="uri" size="40" aria-label="URI"></p><textarea id="body" aria-label="Request body"></textarea>
<button id="send">Send</button>
<p><button id="show-request">Request Info</button><button id="show-response">Response Text</button></p>
<pre id="request"></pre><pre id="response" hidden></pre></aside>
<script>
const resources=${data};
const at=(id)=>document.getElementById(id);
const button=(text,click)=>{const made=document.createElement('button');made.textContent=text;made.onclick=click;return made};
const tab=(name)=>{at('request').hidden=name!=='request';at('response').hidden=name!=='response'};
at('show-request').onclick=()=>tab('request');at('show-response').onclick=()=>tab('response');
function category(name){location.hash='category/'+name;at('resources').replaceChildren(...resources.filter((one)=>one.category===name).map((one)=>{
const part=document.createElement('section');const title=document.createElement('h3');title.textContent=one.path;
const headers=document.createElement('p');headers.textContent='Headers: Content-Type: application/json; Authorization or X-Auth-Token';
part.append(title,headers,...one.methods.map((method)=>button(method,()=>{at('method').textContent=method;at('uri').value=one.path})));return part}))}
at('categories').append(...[...new Set(resources.map((one)=>one.category))].sort().map((name)=>button(name,()=>category(name))));
at('send').onclick=async()=>{const method=at('method').textContent;const body=at('body').value;
const asked={method,headers:{'Content-Type':'application/json'},...(method!=='GET'&&body!==''&&{body})};
at('request').textContent=method+' '+at('uri').value+'\\n'+JSON.stringify(asked.headers,null,1)+'\\n'+body;
const reply=await fetch(at('uri').value,asked);at('response').textContent=reply.status+' '+reply.statusText+'\\n'+await reply.text();tab('response')};
</script></body></html>
`;
}
