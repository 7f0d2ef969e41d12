import type { Credentials } from '../src/credentials.ts';
import { Callers } from '../src/http/pipeline/callers.ts';
import { compose } from '../src/http/pipeline/compose.ts';
import { OutgoingRequest } from '../src/http/pipeline/outgoing-request.ts';
import type { RateHeaders } from '../src/http/pipeline/rate-limit/key-window.ts';
import type { SendOptions } from '../src/http/pipeline/send.ts';
import type { Next, Step } from '../src/http/pipeline/step.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../src/wire/upstream-request.ts';

/** A request as it was when the steps under test passed it on, and what the end of the pipeline sets of it. */
export interface StubOptions extends SendOptions {
  readonly attempt?: number | undefined;
  /** Wait for the permit. */
  readonly queueWaitMs?: number;
  readonly onSent?: () => void;
  readonly onRate?: ((rate: RateHeaders) => void) | undefined;
  /** Sets the wait for the permit, where no step of the test does. */
  readonly onPermit?: (waitMs: number) => void;
}

/** One end of a pipeline as a test sees it. */
export type StubSend = (
  request: UpstreamRequest,
  credentials: Credentials,
  options: StubOptions,
) => Promise<UpstreamAnswer>;

/** Returns a function that puts steps in front of an end. */
export function through(...steps: readonly Step[]): (send: StubSend, callers?: Callers) => StubSend {
  return (send, callers) => sendBy(compose(steps, endingIn(send)), callers);
}

/** Sends requests by a pipeline. */
export function sendBy(next: Next, callers = new Callers()): StubSend {
  return (request, credentials, options) =>
    new Promise((answer, fail) => {
      const outgoing = new OutgoingRequest(request, credentials, callers.of(credentials), options);
      outgoing.attempt = options.attempt ?? 1;
      next(outgoing, { answer, fail });
    });
}

/** Makes the end of a pipeline of a function. */
export function endingIn(send: StubSend): Next {
  return (outgoing, settle) => {
    const answered = send(sentOf(outgoing), outgoing.credentials, optionsOf(outgoing));
    answered.then(
      (answer) => settle.answer(answer),
      (error: unknown) => settle.fail(error),
    );
  };
}

function sentOf({ request, headers }: OutgoingRequest): UpstreamRequest {
  return Object.keys(headers).length === 0 ? request : { ...request, headers: { ...request.headers, ...headers } };
}

function optionsOf(outgoing: OutgoingRequest): StubOptions {
  const { signal, deadlineAt, priority, observe, trace, attempt, queueWaitMs, feedback } = outgoing;
  return {
    signal,
    deadlineAt,
    priority,
    observe,
    trace,
    attempt,
    queueWaitMs,
    onRate: (rate) => feedback?.onHeaders(rate),
    onSent: () => void (outgoing.isSent = true),
    onPermit: (waitMs) => void (outgoing.queueWaitMs = waitMs),
  };
}
