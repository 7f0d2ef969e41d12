import type { WireAnswer } from '../run/wire.ts';
import { type Ask, changeBody, codeOf, isObject } from './exchange.ts';
import type { Mutation } from './mutation.ts';

/** Answers with other rights: as if the key had been another one. */
export function asKey(wrong: string, right: string): Pick<Mutation, 'ask'> {
  return {
    ask: (ask) =>
      ask.headers['X-Api-Key'] === wrong ? { ...ask, headers: { ...ask.headers, 'X-Api-Key': right } } : ask,
  };
}

/** Refuses with another status or code than the contract's. */
export function refusedWith(code: string, status: number, other = code): Pick<Mutation, 'answer'> {
  return {
    answer: (answer) =>
      codeOf(answer) === code
        ? { ...changeBody(answer, (body) => ({ ...body, error: { ...members(body['error']), code: other } })), status }
        : answer,
  };
}

/** Takes what the contract refuses: 200 with an empty list. */
export function accepted(code: string, path: RegExp = /./): Pick<Mutation, 'answer'> {
  return { answer: (answer, ask) => (codeOf(answer) === code && path.test(ask.path) ? empty(answer, ask) : answer) };
}

/** A successful answer without rows. */
export function empty({ headers }: WireAnswer, { path }: Ask): WireAnswer {
  const data = path === '/v1/batch' ? { results: {}, totals: {}, errors: {}, summary: {}, meta: {} } : [];
  return { status: 200, headers, body: { success: true, data, meta: { total: 0, hasMore: false } } };
}

/** Refuses a request that the contract allows. */
export function refused(
  when: (ask: Ask) => boolean,
  code = 'VALIDATION_ERROR',
  status = 400,
): Pick<Mutation, 'answer'> {
  return {
    answer: (answer, ask) =>
      when(ask) ? { ...answer, status, body: { success: false, error: { code, message: 'refused' } } } : answer,
  };
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
