import type { Send, WireAnswer } from '../run/wire.ts';
import { type Ask, askOf, changeData, changeParams, isList, isObject, type Members, requestOf } from './exchange.ts';
import { changeFilter, type Condition, type ConditionChange } from './filter.ts';

/** A way in which an upstream breaks its contract, and the checks that claim to notice. */
export interface Mutation {
  /** Stable: `group.name`. */
  id: string;
  /** Describes the fault in one sentence without a subject: "ignores all filters". */
  fault: string;
  /** Every check that must fail; at least one. */
  caughtBy: readonly string[];
  /** The most other checks that may fail with them. Default 6; broad faults have more. */
  others?: number;
  /** Options of the sandbox that is altered: its size, switches or limits. */
  sandbox?: Readonly<Record<string, unknown>>;
  /** Runs only the checks of this group. */
  group?: string;
  /** Changes a request on its way to the sandbox. */
  ask?: (ask: Ask, sandbox: Asking) => Ask | Promise<Ask>;
  /** Changes an answer on its way back; `ask` is the request before its change. */
  answer?: (answer: WireAnswer, ask: Ask, sandbox: Asking) => WireAnswer | Promise<WireAnswer>;
}

/** Asks the unaltered sandbox, as the caller of the altered request. */
export type Asking = (ask: Ask) => Promise<WireAnswer>;

/** An upstream with the fault: sends to the sandbox through the changes of the mutation. */
export function broken(send: Send, mutation: Mutation): Send {
  const asking: Asking = (ask) => send(requestOf(ask));
  return async (request) => {
    const ask = askOf(request);
    const changed = (await mutation.ask?.(ask, asking)) ?? ask;
    const answer = await send(changed === ask ? request : requestOf(changed));
    return (await mutation.answer?.(answer, ask, asking)) ?? answer;
  };
}

/** Alters the conditions of every filter. */
export function conditions(change: ConditionChange): Pick<Mutation, 'ask'> {
  return { ask: (ask) => changeParams(ask, (given) => filtered(given, change)) };
}

/** The parameters with changed conditions; the same object where nothing changes. */
export function filtered(given: Members, change: ConditionChange): Members {
  const { filter } = given;
  if (filter === undefined) return given;
  const changed = changeFilter(filter, change);
  return JSON.stringify(changed) === JSON.stringify(filter) ? given : { ...given, filter: changed };
}

/** Sends some parameters with another value; undefined leaves them out. */
export function params(change: (given: Members, ask: Ask) => Members): Pick<Mutation, 'ask'> {
  return { ask: (ask) => changeParams(ask, change) };
}

/** Leaves a parameter out. */
export function without(...names: readonly string[]): Pick<Mutation, 'ask'> {
  return params((given) => {
    if (!names.some((name) => name in given)) return given;
    return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
  });
}

/** Alters the answers of lists and searches. */
export function lists(change: (answer: WireAnswer, ask: Ask) => WireAnswer): Pick<Mutation, 'answer'> {
  return { answer: (answer, ask) => (isList(ask) ? change(answer, ask) : answer) };
}

/** Alters the answers of paths that match. */
export function at(path: RegExp, change: (answer: WireAnswer, ask: Ask) => WireAnswer): Pick<Mutation, 'answer'> {
  return { answer: (answer, ask) => (path.test(ask.path) ? change(answer, ask) : answer) };
}

/** Makes a fault of the object in `data` of the answers of a path. No other check may fail unless `others` says so. */
export function dataFault(
  id: string,
  fault: string,
  path: RegExp,
  change: (data: Members, query: Members) => unknown,
  caughtBy: readonly string[],
  others = 0,
): Mutation {
  const altered = at(path, (answer, { query }) =>
    changeData(answer, (value) => (isObject(value) ? change(value, query) : value)),
  );
  return { id, fault, caughtBy, others, ...altered };
}

/** Drops a condition: all rows satisfy it. */
export const everything: readonly Condition[] = [];

/** A condition that no row satisfies. */
export const nothing: Condition = { field: 'id', operator: 'eq', value: -1, syntax: 'bare' };

/** True for the value that stands for "without a value" in a condition (contract §9). */
export function isEmptyValue(value: unknown): boolean {
  return value === '' || value === null;
}
