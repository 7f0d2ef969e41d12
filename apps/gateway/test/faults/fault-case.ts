import type { Fault } from '@contacts/sandbox';
import type { Alter } from './altering-proxy.ts';

/** One row of docs/faults.md, and the test of it. */
export interface FaultCase {
  /** The fault in words. */
  readonly fault: string;
  /** The cause of the fault; by default, the sandbox with its own keys and data. */
  readonly by: FaultSource;
  /** The operation. Default the page. */
  readonly asks?: keyof typeof operations;
  readonly headers?: Readonly<Record<string, string>>;
  /** Operations that are sent before, whatever their result. */
  readonly before?: number;
  readonly sees: Seen;
}

export interface FaultSource {
  readonly faults?: readonly Fault[];
  readonly alter?: Alter;
  /** Another upstream than the sandbox. */
  readonly elsewhere?: Elsewhere;
  /** Environment variables of the gateway. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Elsewhere = 'no listener' | 'no such name' | 'https to a plain port' | 'not HTTP';

/** The response to the caller, always with HTTP 200. */
export interface Seen {
  /** `all` of it, `nothing` of the connection, or the data and its description. */
  readonly data: 'all' | 'nothing' | { readonly holds: unknown; readonly said: string };
  readonly error?: SeenError;
  /** Number of requests that reach the upstream; absent where they are not counted. */
  readonly requests?: number;
  readonly time: 'at once' | 'after a wait' | 'after two retries' | 'after one retry' | 'at the deadline';
}

export interface SeenError {
  readonly code: string;
  /** Path of the field that is null. Default `contacts`. */
  readonly path?: string;
  /** Code of the upstream. */
  readonly upstream?: string;
  /** True if the error has `retryAfter`. */
  readonly retryAfter?: true;
}

export const operations = {
  page: '{ contacts(first: 2) { nodes { contactId name } } }',
  relation: '{ contacts(first: 2) { nodes { contactId assignedBy { name } } } }',
  company: '{ contacts(first: 20) { nodes { contactId company { title } requisites { name } } } }',
  companyAlone: '{ contacts(first: 2) { nodes { contactId company { title } } } }',
  batch: '{ contacts(first: 2) { nodes { contactId source { name } } } }',
  counted: '{ contacts(first: 2) { totalCount nodes { contactId } } }',
  contact: '{ contact(id: "17") { contactId name } }',
  missing: '{ contact(id: "999999") { contactId name } }',
  sorted: '{ contacts(first: 2, orderBy: [{ field: LAST_NAME }]) { nodes { contactId } } }',
} as const;
