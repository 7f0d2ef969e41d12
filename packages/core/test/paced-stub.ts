import { vi } from 'vitest';
import { createPacer, type PaceOptions } from '../src/http/pipeline/rate-limit/pace.ts';
import type { SendOptions } from '../src/http/pipeline/send.ts';
import { errorOf, read, stubSend, type StubCall } from './stub-send.ts';
import { through } from './through.ts';

export const settle = () => vi.advanceTimersByTimeAsync(0);

/** A pacer above an upstream whose answers the test gives, or that answers by `reply`. */
export function pacedStub(options: PaceOptions = {}, reply?: (call: StubCall) => void) {
  const turns: [outcome: string, waitMs: number][] = [];
  const pacer = createPacer(options, ({ outcome, waitMs }) => turns.push([outcome, waitMs]));
  const { send, calls } = stubSend(reply);
  const step = through(pacer.step)(send);
  return {
    pacer,
    turns,
    calls,
    keys: () => calls.map(({ credentials }) => credentials.apiKey).join(''),
    ask: (apiKey = 'a', more: SendOptions = {}, request = read()) => errorOf(step(request, { apiKey }, more)),
    /** The same with a session of an app's key. */
    askAs: (session: string, apiKey = 'app', request = read()) =>
      errorOf(step(request, { apiKey, authorization: `Bearer ${session}` }, {})),
  };
}

/** Answers every call at once. */
export const answer = ({ answer: reply }: StubCall): void => reply();
