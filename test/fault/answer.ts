import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** As answered: of the fault, where the path has become one. */
  path: string;
}

/** Answers one request, well or badly. */
export type Answer = (asked: Asked) => void;

/** An answer with this content type and text. */
export function page(contentType: string, text: string | ((asked: Asked) => string), status = 200): Answer {
  return (asked) => {
    const body = Buffer.from(typeof text === 'string' ? text : text(asked));
    asked.response
      .writeHead(status, { 'content-type': contentType, 'content-length': body.length })
      .end(asked.request.method === 'HEAD' ? undefined : body);
  };
}

/** Does something again and again until the connection is gone. */
export function repeat(socket: Socket, everyMs: number, step: () => void): void {
  const timer = setInterval(step, everyMs);
  socket.on('close', () => clearInterval(timer));
}
