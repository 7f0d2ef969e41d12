import type { ServerResponse } from 'node:http';
import { startScriptedUpstream, type ScriptedUpstream } from '../scripted-upstream.ts';

/** A response of the sandbox, before it is sent on. */
export interface PassingAnswer {
  readonly method: string;
  readonly path: string;
  status: number;
  headers: Record<string, string>;
  /** The envelope; what replaces it is sent as JSON, or as it is if it is a string or bytes. */
  body: unknown;
}

/** Alters a response; returns false if it has ended the response itself. */
export type Alter = (answer: PassingAnswer, response: ServerResponse) => boolean | void;

/** A proxy in front of the sandbox that alters its responses, for faults that the sandbox does not have. */
export async function startAlteringProxy(sandboxUrl: string, alter: Alter): Promise<ScriptedUpstream> {
  return startScriptedUpstream((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET', url = '/' } = request;
      const sent = await fetch(`${sandboxUrl}${url}`, {
        method,
        headers: { 'x-api-key': String(request.headers['x-api-key']), 'content-type': 'application/json' },
        body: chunks.length === 0 ? null : Buffer.concat(chunks),
      });
      const answer: PassingAnswer = {
        method,
        path: new URL(url, sandboxUrl).pathname,
        status: sent.status,
        headers: { 'content-type': 'application/json' },
        body: await sent.json(),
      };
      if (alter(answer, response) === false) return;
      const { body } = answer;
      response.writeHead(answer.status, answer.headers);
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    })();
  });
}

/** Changes members of the envelope. */
export function withMembers(change: (envelope: Envelope) => Record<string, unknown>): Alter {
  return (answer) => {
    const envelope = answer.body as Envelope;
    answer.body = { ...envelope, ...change(envelope) };
  };
}

/** The sandbox's success envelope of a list. */
export interface Envelope extends Record<string, unknown> {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: Record<string, unknown>;
}

/** Changes the rows of a list. */
export function withRows(change: (rows: readonly Record<string, unknown>[]) => unknown): Alter {
  return withMembers(({ data }) => ({ data: change(data) }));
}
