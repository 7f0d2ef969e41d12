import type { FastifyReply } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Mishap } from './fault-plan.ts';

/** An answer ready to be sent. */
export interface Ready {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** The envelope that a fault puts in the place of the answer; null for faults that only spoil its way. */
export function replacement({ effect }: Mishap): { status: number; error: ApiError } | null {
  if (effect?.kind === 'error') {
    const { status, code, message = code, retryAfter, hint, userMessage } = effect;
    const more = {
      ...(hint !== undefined && { hint }),
      ...(userMessage !== undefined && { userMessage }),
      ...(retryAfter !== undefined && { retryAfter }),
    };
    return { status, error: new ApiError(status, code, message, more) };
  }
  if (effect?.kind === 'falseSuccess') {
    return { status: 200, error: new ApiError(200, effect.code, effect.message ?? effect.code) };
  }
  return null;
}

/** Whether the request's own answer is of no account, so that it need not be made. */
export function ignoresAnswer({ effect }: Mishap): boolean {
  switch (effect?.kind) {
    case 'hang':
    case 'resetBefore':
    case 'html':
    case 'empty':
    case 'oversized':
    case 'error':
    case 'falseSuccess':
      return true;
    default:
      return false;
  }
}

/** Sends the answer spoilt, past the server's own way of sending. Gives the status that went out, 0 for none. */
export function sendSpoilt(reply: FastifyReply, { effect }: Mishap, answer: Ready, clock: Clock): number {
  const { raw } = reply;
  reply.hijack();
  const half = answer.text.slice(0, Math.floor(answer.text.length / 2));
  const json = { ...answer.headers, 'content-type': 'application/json; charset=utf-8' };
  switch (effect?.kind) {
    case 'hang':
      return 0;
    case 'resetBefore':
      raw.socket?.resetAndDestroy();
      return 0;
    case 'resetWithin':
      raw.writeHead(answer.status, { ...json, 'content-length': Buffer.byteLength(answer.text) });
      raw.write(half, () => {
        // After the half is on its way: a reset at once would take it along.
        setImmediate(() => raw.socket?.resetAndDestroy());
      });
      return 0;
    case 'truncated':
      raw.writeHead(answer.status, json).end(half);
      return answer.status;
    case 'html':
      raw.writeHead(effect.status, { ...answer.headers, 'content-type': 'text/html' });
      raw.end(`<html><head><title>${effect.status}</title></head><body><h1>${effect.status}</h1>nginx</body></html>`);
      return effect.status;
    case 'empty':
      raw.writeHead(effect.status, json).end();
      return effect.status;
    case 'wrongContentType':
      raw.writeHead(answer.status, { ...answer.headers, 'content-type': 'text/plain' }).end(answer.text);
      return answer.status;
    case 'oversized':
      raw.writeHead(200, json);
      void pour(reply, effect.bytes);
      return 200;
    case 'trickle':
      raw.writeHead(answer.status, json);
      trickle(reply, answer.text, effect.bytes, effect.everyMs, clock);
      return answer.status;
    case 'error':
    case 'falseSuccess':
    case undefined:
      raw.writeHead(answer.status, json).end(answer.text);
      return answer.status;
    default:
      return effect satisfies never;
  }
}

/** The text of a replacement. */
export function replacementText(error: ApiError): string {
  return JSON.stringify(errorBody(error));
}

const pieceBytes = 64 * 1024;

/** A JSON text of about that size, never whole in memory. */
async function pour({ raw }: FastifyReply, bytes: number): Promise<void> {
  const piece = 'x'.repeat(pieceBytes);
  const closed = new Promise((resolve) => {
    raw.once('close', resolve);
  });
  raw.write('{"success":true,"data":"');
  for (let sent = 0; sent < bytes && !raw.destroyed; sent += piece.length) {
    if (raw.write(piece)) continue;
    const drained = new Promise((resolve) => {
      raw.once('drain', resolve);
    });
    await Promise.race([drained, closed]);
  }
  if (!raw.destroyed) raw.end('"}');
}

function trickle({ raw }: FastifyReply, text: string, bytes: number, everyMs: number, clock: Clock): void {
  const body = Buffer.from(text);
  let sent = 0;
  const next = (): void => {
    if (raw.destroyed) return;
    raw.write(body.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent < body.length) clock.schedule(next, everyMs);
    else raw.end();
  };
  next();
}
