import { historyRoutes } from '../dashboard/history-routes.ts';
import { clockRoutes } from './clock-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { coverageRoutes, journalRoutes } from './journal-routes.ts';
import { labRoutes } from './lab-routes.ts';
import { nsxvRoutes } from './nsxv-routes.ts';
import type { ControlRoute } from './route.ts';
import { stateRoutes } from './state-routes.ts';

/** All routes of the control API, group by group. */
export const controlRoutes: readonly ControlRoute[] = [
  ...labRoutes,
  ...deviceRoutes,
  ...stateRoutes,
  ...historyRoutes,
  ...journalRoutes,
  ...coverageRoutes,
  ...faultRoutes,
  ...clockRoutes,
  ...nsxvRoutes,
];
