import { ClientError } from '../errors.ts';

/** One message of an error object of the agent. */
export interface AgentMessage {
  /** `Error`, `Warning` or `Info`. */
  readonly level: string;
  /** `DUPLICATE`, `RESOURCE-NOT-FOUND`, … */
  readonly code: string;
  readonly details: string;
  /** The attribute that is wrong. */
  readonly context?: string;
}

/** The agent understood and said no. */
export class AgentError extends ClientError {
  override readonly name = 'AgentError';
  readonly status: number;
  readonly messages: readonly AgentMessage[];

  constructor(where: string, asked: string, status: number, messages: readonly AgentMessage[]) {
    const said = messages.map(({ code, details }) => `${code}: ${details}`).join('; ');
    super(`${where} refused ${asked} (HTTP ${status})${said === '' ? '' : `: ${said}`}`);
    this.status = status;
    this.messages = messages;
  }

  /** The code of the first message; empty when there is none. */
  get code(): string {
    return this.messages[0]?.code ?? '';
  }
}

/** The messages of an error body; empty when it is no error object. */
export function messagesOf(text: string): readonly AgentMessage[] {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('messages' in read) || !Array.isArray(read.messages)) return [];
    return read.messages.filter(isMessage);
  } catch {
    return [];
  }
}

function isMessage(value: unknown): value is AgentMessage {
  return typeof value === 'object' && value !== null && 'code' in value && 'details' in value;
}
