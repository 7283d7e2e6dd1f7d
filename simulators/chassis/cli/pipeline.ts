import type { DeviceState } from '../kind.ts';
import { CliError } from './command.ts';
import type { Shown } from './printed.ts';
import type { LineReading } from './reading.ts';
import type { Session } from './session.ts';

/** The filters of a line, joined. */
export interface Pipeline {
  /** Makes text of data, where the first filter does so. */
  readonly render: ((shown: Shown) => string) | undefined;
  readonly paged: boolean;
  filter(text: string): string;
}

const straight: Pipeline = { render: undefined, paged: true, filter: (text) => text };

/**
 * Joins the filters of a line.
 * @throws CliError for a bad regular expression, and for a filter that makes text of data but is not the first
 */
export function pipelineFor<S extends DeviceState>(session: Session<S>, reading: LineReading<S>): Pipeline {
  if (reading.pipes === 0) return straight;
  const situation = { session, command: reading.line };
  const stages = reading.filters.map(({ pipe, args }) => pipe.make(args, situation));
  if (stages.some((stage, index) => stage.render && index > 0)) {
    throw new CliError(session.language.dialect.unstructured ?? '% Structured output comes first');
  }
  const render = stages[0]?.render?.bind(stages[0]);
  return {
    render,
    paged: !stages.some((stage) => stage.unpaged),
    filter: (text) => stages.reduce((so_far, stage) => stage.filter?.(so_far) ?? so_far, text),
  };
}
