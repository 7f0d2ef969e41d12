import type { NativeRead } from '../native-read.ts';
import type { RecordedRequest } from '../requests.ts';
import type { Services } from '../services.ts';
import type { Caller } from './authenticate.ts';

/** One request to an endpoint, its caller known and allowed. */
export interface Call {
  caller: Caller;
  /** The user as whom the call acts; 0 where the endpoint needs none and there is none. */
  userId: number;
  query: Record<string, unknown>;
  rawQuery: string;
  /** The parsed body; undefined when there was none. */
  body: unknown;
  /** The `:id` of the path, as it came. */
  id: string;
  record: RecordedRequest;
  services: Services;
  /** Waits for the portal's turn and as long as a native call takes; undefined when there is nothing to wait for. */
  beforeRead(read: NativeRead): Promise<void> | undefined;
  /** Takes further units from the key's minute, beside the one that every request costs. */
  charge(units: number): void;
}

/** A status, 200 if not said, and a JSON body; undefined is an empty body. */
export interface Answer {
  status?: number;
  body: unknown;
  /** Seconds, for the header. */
  retryAfter?: number;
}

/** One route of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** What the key must have: a scope; tokens only; or nothing, as for /v1/me. */
  needs: { scope: string } | 'tokens' | 'key';
  handle(call: Call): Answer | Promise<Answer>;
}
