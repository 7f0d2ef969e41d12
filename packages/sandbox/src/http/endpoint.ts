import type { NativeRead } from '../native-read.ts';
import type { RecordedRequest } from '../request-log.ts';
import type { SandboxState } from '../state.ts';
import type { Caller } from './authenticate.ts';

/** One request to an endpoint, authenticated and within its limits. */
export interface RequestContext {
  caller: Caller;
  /** Id of the user that the request acts for; 0 if there is none, which only some endpoints allow. */
  userId: number;
  query: Record<string, unknown>;
  rawQuery: string;
  /** Parsed body; undefined if the request has none. */
  body: unknown;
  /** `:id` of the path, not validated. */
  id: string;
  record: RecordedRequest;
  state: SandboxState;
  /** Resolves when a native call may run; undefined if it may run at once. */
  acquireNativeCall(read: NativeRead): Promise<void> | undefined;
  /** Counts further units of the key's rate limit; each request costs one already. */
  charge(units: number): void;
}

/** Response of an endpoint. An undefined body is an empty one. */
export interface ApiResponse {
  /** Default 200. */
  status?: number;
  body: unknown;
  /** Seconds, sent as the Retry-After header. */
  retryAfter?: number;
}

/** Makes the response with this data (contract §1). */
export function success(data: unknown): ApiResponse {
  return { body: { success: true, data } };
}

/** Route of the API and its handler. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** Requirement on the key: a scope with tokens, tokens alone, or a valid key alone. */
  needs: { scope: string } | 'tokens' | 'key';
  handle(context: RequestContext): ApiResponse | Promise<ApiResponse>;
}
