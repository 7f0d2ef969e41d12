import type { Fault } from '@contacts/sandbox';
import type { Alter } from './altering-proxy.ts';

/** One row of docs/faults.md, and the test of it. */
export interface FaultCase {
  /** What goes wrong, in words. */
  readonly fault: string;
  /** How it is made to go wrong; the twin's own keys and data where nothing is said. */
  readonly by: FaultSource;
  /** What is asked. Default the page. */
  readonly asks?: keyof typeof operations;
  readonly headers?: Readonly<Record<string, string>>;
  /** Operations that are asked before, whatever they give. */
  readonly before?: number;
  readonly sees: Seen;
}

export interface FaultSource {
  readonly faults?: readonly Fault[];
  readonly alter?: Alter;
  /** Somewhere else than the twin. */
  readonly elsewhere?: Elsewhere;
  /** Environment variables of the gateway. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Elsewhere = 'nobody listens' | 'no such name' | 'https to a plain port' | 'not HTTP';

/** What the caller sees, always with HTTP 200. */
export interface Seen {
  /** `all` of it, `nothing` of the connection, or what the answer holds and how to say it. */
  readonly data: 'all' | 'nothing' | { readonly holds: unknown; readonly said: string };
  readonly error?: SeenError;
  /** Requests that reach the upstream; absent where nothing counts them. */
  readonly requests?: number;
  readonly time: 'at once' | 'after a wait' | 'after two retries' | 'after one retry' | 'at the deadline';
}

export interface SeenError {
  readonly code: string;
  /** Path of the field that is null. Default `contacts`. */
  readonly path?: string;
  /** The upstream's own code. */
  readonly upstream?: string;
  /** Whether the caller is told when to come back. */
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
