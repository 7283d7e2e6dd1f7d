import type { Socket } from 'node:net';
import type { Connection } from '../connection.ts';
export function connectShell(_connection: Connection, _stream: Socket): void {}
