/** What a page is told of an attempt is the page's own, and the same here. */
export type { AttemptView, CheckView, CommandsView, StepView } from '../lab/dashboard/attempt-view.ts';
