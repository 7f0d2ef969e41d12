import type { FastifyReply } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { InjectedFault } from './fault-plan.ts';

/** Response before the fault. */
export interface PreparedResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** Returns the error that a fault sends instead of the response; null for faults that alter how it is sent. */
export function replacement({ effect }: InjectedFault): { status: number; error: ApiError } | null {
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

/** Returns true if the fault does not use the response of the endpoint, which need not run. */
export function replacesResponse({ effect }: InjectedFault): boolean {
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

/** Sends the faulty response without Fastify. Returns the status that was sent, or 0 for none. */
export function sendFaulty(
  reply: FastifyReply,
  { effect }: InjectedFault,
  response: PreparedResponse,
  clock: Clock,
): number {
  const { raw } = reply;
  reply.hijack();
  const half = response.text.slice(0, Math.floor(response.text.length / 2));
  const json = { ...response.headers, 'content-type': 'application/json; charset=utf-8' };
  switch (effect?.kind) {
    case 'hang':
      return 0;
    case 'resetBefore':
      raw.socket?.resetAndDestroy();
      return 0;
    case 'resetWithin':
      raw.writeHead(response.status, { ...json, 'content-length': Buffer.byteLength(response.text) });
      raw.write(half, () => {
        // A reset in the same tick would discard the half that was written.
        setImmediate(() => raw.socket?.resetAndDestroy());
      });
      return 0;
    case 'truncated':
      raw.writeHead(response.status, json).end(half);
      return response.status;
    case 'html':
      raw.writeHead(effect.status, { ...response.headers, 'content-type': 'text/html' });
      raw.end(`<html><head><title>${effect.status}</title></head><body><h1>${effect.status}</h1>nginx</body></html>`);
      return effect.status;
    case 'empty':
      raw.writeHead(effect.status, json).end();
      return effect.status;
    case 'wrongContentType':
      raw.writeHead(response.status, { ...response.headers, 'content-type': 'text/plain' }).end(response.text);
      return response.status;
    case 'oversized':
      raw.writeHead(200, json);
      void writeOversized(reply, effect.bytes);
      return 200;
    case 'trickle':
      raw.writeHead(response.status, json);
      trickle(reply, response.text, effect.bytes, effect.everyMs, clock);
      return response.status;
    case 'error':
    case 'falseSuccess':
    case undefined:
      raw.writeHead(response.status, json).end(response.text);
      return response.status;
    default:
      return effect satisfies never;
  }
}

/** Returns the body of a replacement. */
export function replacementText(error: ApiError): string {
  return JSON.stringify(errorBody(error));
}

const chunkBytes = 64 * 1024;

/** Writes a JSON text of about this size, in chunks, so that it is never in memory as a whole. */
async function writeOversized({ raw }: FastifyReply, bytes: number): Promise<void> {
  const chunk = 'x'.repeat(chunkBytes);
  const closed = new Promise((resolve) => {
    raw.once('close', resolve);
  });
  raw.write('{"success":true,"data":"');
  for (let sent = 0; sent < bytes && !raw.destroyed; sent += chunk.length) {
    if (raw.write(chunk)) continue;
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
