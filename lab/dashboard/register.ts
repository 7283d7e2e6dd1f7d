import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Doorkeeper } from '../control/access.ts';
import type { PageEntry } from './page.ts';
import type { FindHost } from './terminal.ts';
import type { Upgrades } from './upgrade.ts';

/** What the page is made of may be had without the token: it holds nothing of the lab. */
export const dashboardPages: readonly string[] = ['/', '/dashboard', '/dashboard/*'];

/** The web socket of a terminal. */
const terminalPath = '/dashboard/terminal';

/**
 * Adds a page to a control API. Nothing of it is loaded before it is asked for.
 * @param entry the module that draws it
 */
export function registerPage(app: FastifyInstance, entry: PageEntry): void {
  app.get('/', async (_request, reply) => reply.redirect('/dashboard'));
  app.get('/dashboard', async (_request, reply) => {
    const { dashboardPage } = await import('./page.ts');
    const { html, policy } = dashboardPage(entry);
    return reply
      .headers({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);
  });
  app.get<{ Params: { '*': string } }>('/dashboard/*', async (request, reply) => {
    const { dashboardFile } = await import('./files.ts');
    const file = await dashboardFile(request.params['*']);
    if (!file) return reply.callNotFound();
    return reply
      .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' })
      .type(file.type)
      .send(file.body);
  });
}

/**
 * Adds the dashboard to a control API, as {@link registerPage}, with its terminals.
 * @param find gives a terminal its device
 * @param refusal what keeps somebody without the token out
 */
export function registerDashboard(app: FastifyInstance, find: FindHost, refusal: Doorkeeper): void {
  registerPage(app, 'main');
  let upgrades: Upgrades | undefined;
  app.server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const drop = (): void => void socket.destroy();
    socket.on('error', drop);
    const module = await import('./upgrade.ts');
    if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.url !== terminalPath) {
      socket.off('error', drop);
      module.serveAsOffered(app.server, request, socket, head);
      return;
    }
    upgrades ??= new module.Upgrades(find, refusal);
    upgrades.take(request, socket, head);
  });
  // A web socket is no request to the server any more: it would wait for it for ever.
  app.addHook('preClose', async () => upgrades?.close());
}
