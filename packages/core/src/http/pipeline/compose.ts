import type { UpstreamAnswer } from '../../wire/upstream-request.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { Settle } from './send.ts';
import type { After, Hook, Next, Step } from './step.ts';

/** Composes steps around the end of the pipeline, the first one outermost. */
export function compose(steps: readonly Step[], end: Next): Next {
  let next = end;
  let hooks: Hook[] = [];
  for (const step of steps.toReversed()) {
    if ('before' in step) {
      hooks.unshift(step);
      continue;
    }
    next = step.around(behind(hooks, next));
    hooks = [];
  }
  return behind(hooks, next);
}

function behind(hooks: readonly Hook[], next: Next): Next {
  if (hooks.length === 0) return next;
  return (outgoing, settle) => new Passage(hooks, next, outgoing, settle).pass(0);
}

/** The way of one request past some hooks and back. What a hook throws is the outcome for those above it. */
class Passage implements Settle {
  readonly #hooks: readonly Hook[];
  readonly #next: Next;
  readonly #outgoing: OutgoingRequest;
  readonly #settle: Settle;
  #afters: After[] | undefined;
  #isOver = false;

  constructor(hooks: readonly Hook[], next: Next, outgoing: OutgoingRequest, settle: Settle) {
    this.#hooks = hooks;
    this.#next = next;
    this.#outgoing = outgoing;
    this.#settle = settle;
  }

  /** Calls the hooks from an index on, and then the rest of the pipeline. */
  pass(from: number): void {
    try {
      for (let at = from; at < this.#hooks.length; at += 1) {
        const after = (this.#hooks[at] as Hook).before(this.#outgoing);
        if (after instanceof Promise) return void this.#wait(after, at + 1);
        if (after) this.#add(after);
      }
      this.#next(this.#outgoing, this);
    } catch (error) {
      this.fail(error);
    }
  }

  answer(answer: UpstreamAnswer): void {
    if (this.#isOver) return;
    try {
      for (let after = this.#afters?.pop(); after; after = this.#afters?.pop()) {
        after.onAnswer?.(answer, this.#outgoing);
      }
    } catch (error) {
      return this.fail(error);
    }
    this.#isOver = true;
    this.#settle.answer(answer);
  }

  fail(thrown: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    let error = thrown;
    for (let after = this.#afters?.pop(); after; after = this.#afters?.pop()) {
      if (after.onError) error = errorAfter(after, error, this.#outgoing);
    }
    this.#settle.fail(error);
  }

  #add(after: After): void {
    // A hook alone has one: an array that grows would have room for 17.
    if (this.#afters) this.#afters.push(after);
    else this.#afters = [after];
  }

  async #wait(waiting: Promise<After>, next: number): Promise<void> {
    try {
      this.#add(await waiting);
    } catch (error) {
      return this.fail(error);
    }
    this.pass(next);
  }
}

function errorAfter(after: After, error: unknown, outgoing: OutgoingRequest): unknown {
  try {
    return after.onError?.(error, outgoing);
  } catch (thrown) {
    return thrown;
  }
}
