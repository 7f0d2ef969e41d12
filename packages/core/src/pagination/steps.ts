import type { ListAnswer, ListQuery } from '../query/list-query.ts';

/** Plans that need one list at a time. */
export type Steps<R> = Generator<ListQuery, R, ListAnswer>;

/** Plans of which a step needs one list or several at once; the answers come in the order of the lists. */
export type Batches<R> = Generator<readonly ListQuery[], R, readonly ListAnswer[]>;

/** A plan at one of its steps: the lists that it needs next, and what their answers lead to; or its result. */
export type Plan<R> =
  | {
      readonly done: false;
      readonly lists: readonly ListQuery[];
      readonly next: (answers: readonly ListAnswer[]) => Plan<R>;
    }
  | { readonly done: true; readonly result: R };

/** Returns the first step of a plan, which can be followed any number of times. */
export function planOf<R>(begin: () => Batches<R>): Plan<R> {
  const first = begin().next();
  if (first.done) return { done: true, result: first.value };
  return { done: false, lists: first.value, next: (answers) => goOn(begin, answers) };
}

/** Returns what follows from the answers to the first lists of a plan. */
export function goOn<R>(begin: () => Batches<R>, answers: readonly ListAnswer[]): Plan<R> {
  const batches = begin();
  batches.next();
  return stepOf(batches, batches.next(answers));
}

function stepOf<R>(batches: Batches<R>, step: ReturnType<Batches<R>['next']>): Plan<R> {
  if (step.done) return { done: true, result: step.value };
  return { done: false, lists: step.value, next: (answers) => stepOf(batches, batches.next(answers)) };
}

/** Runs a plan of single lists as one of batches, each of one list. */
export function* oneByOne<R>(steps: Steps<R>): Batches<R> {
  let step = steps.next();
  while (!step.done) {
    const [answer] = yield [step.value];
    step = steps.next(answer as ListAnswer);
  }
  return step.value;
}

/** Runs independent plans at once: each step has the next lists of all plans that are not finished. */
export function* together<R>(plans: readonly Steps<R>[]): Batches<readonly R[]> {
  const steps = plans.map((plan) => plan.next());
  for (;;) {
    const queries = steps.flatMap((step) => (step.done ? [] : [step.value]));
    if (queries.length === 0) return steps.map((step) => step.value as R);
    const answers = (yield queries).values();
    for (const [index, step] of steps.entries()) {
      if (!step.done) steps[index] = (plans[index] as Steps<R>).next(answers.next().value as ListAnswer);
    }
  }
}
