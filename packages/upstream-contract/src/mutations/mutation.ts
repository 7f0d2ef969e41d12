import type { Send, WireResponse } from '../run/wire.ts';
import {
  type ParsedRequest,
  parseRequest,
  changeData,
  changeParams,
  isList,
  isObject,
  type Members,
  buildRequest,
} from './messages.ts';
import { changeFilter, type Condition, type ConditionChange } from './change-filter.ts';

/** Fault of an upstream, and the checks that claim to notice it. */
export interface Mutation {
  /** Stable: `group.name`. */
  id: string;
  /** Describes the fault in one sentence without a subject: "ignores all filters". */
  fault: string;
  /** Ids of the checks that must fail, at least one. */
  caughtBy: readonly string[];
  /** Maximum number of other checks that may fail. Default 0; broad faults have more. */
  others?: number;
  /** Options of the altered sandbox: its size, switches or limits. */
  sandbox?: Readonly<Record<string, unknown>>;
  /** Runs only the checks of this group. */
  group?: string;
  /** Changes a request on its way to the sandbox. */
  request?: (request: ParsedRequest, sandbox: SendUnaltered) => ParsedRequest | Promise<ParsedRequest>;
  /** Changes a response on its way back; `request` is the request before its change. */
  response?: (
    response: WireResponse,
    request: ParsedRequest,
    sandbox: SendUnaltered,
  ) => WireResponse | Promise<WireResponse>;
}

/** Sends a request to the unaltered sandbox, with the key of the altered request. */
export type SendUnaltered = (request: ParsedRequest) => Promise<WireResponse>;

/** Makes an upstream with the fault, which sends to the sandbox through the changes of the mutation. */
export function broken(send: Send, mutation: Mutation): Send {
  const sendUnaltered: SendUnaltered = (request) => send(buildRequest(request));
  return async (wireRequest) => {
    const request = parseRequest(wireRequest);
    const changed = (await mutation.request?.(request, sendUnaltered)) ?? request;
    const response = await send(changed === request ? wireRequest : buildRequest(changed));
    return (await mutation.response?.(response, request, sendUnaltered)) ?? response;
  };
}

/** Alters the conditions of every filter. */
export function conditions(change: ConditionChange): Pick<Mutation, 'request'> {
  return { request: (request) => changeParams(request, (given) => filtered(given, change)) };
}

/** Returns the parameters with changed conditions; the same object if nothing changes. */
export function filtered(given: Members, change: ConditionChange): Members {
  const { filter } = given;
  if (filter === undefined) return given;
  const changed = changeFilter(filter, change);
  return JSON.stringify(changed) === JSON.stringify(filter) ? given : { ...given, filter: changed };
}

/** Changes parameters; undefined removes one. */
export function params(change: (given: Members, request: ParsedRequest) => Members): Pick<Mutation, 'request'> {
  return { request: (request) => changeParams(request, change) };
}

/** Removes parameters. */
export function without(...names: readonly string[]): Pick<Mutation, 'request'> {
  return params((given) => {
    if (!names.some((name) => name in given)) return given;
    return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
  });
}

/** Alters the responses of lists and searches. */
export function lists(
  change: (response: WireResponse, request: ParsedRequest) => WireResponse,
): Pick<Mutation, 'response'> {
  return { response: (response, request) => (isList(request) ? change(response, request) : response) };
}

/** Alters the responses of paths that match. */
export function at(
  path: RegExp,
  change: (response: WireResponse, request: ParsedRequest) => WireResponse,
): Pick<Mutation, 'response'> {
  return { response: (response, request) => (path.test(request.path) ? change(response, request) : response) };
}

/** Makes a fault of the object in `data` of the responses of a path. */
export function dataFault(
  id: string,
  fault: string,
  path: RegExp,
  change: (data: Members, query: Members) => unknown,
  caughtBy: readonly string[],
  others = 0,
): Mutation {
  const altered = at(path, (response, { query }) =>
    changeData(response, (value) => (isObject(value) ? change(value, query) : value)),
  );
  return { id, fault, caughtBy, others, ...altered };
}

/** Replacement for a condition that removes it: all rows satisfy it. */
export const everything: readonly Condition[] = [];

/** Condition that no row satisfies. */
export const nothing: Condition = { field: 'id', operator: 'eq', value: -1, syntax: 'bare' };

/** Returns true for a value that finds contacts without a value (contract §9). */
export function isEmptyValue(value: unknown): boolean {
  return value === '' || value === null;
}
