import type { FastifyInstance } from 'fastify';

/** What the page is made of may be had without the token: it holds nothing of the lab. */
export const dashboardPages: readonly string[] = ['/', '/dashboard', '/dashboard/*'];

/** Adds the dashboard to a control API. Nothing of it is loaded before it is asked for. */
export function registerDashboard(app: FastifyInstance): void {
  app.get('/', async (_request, reply) => reply.redirect('/dashboard'));
  app.get('/dashboard', async (_request, reply) => {
    const { dashboardPage } = await import('./page.ts');
    const { html, policy } = dashboardPage();
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
