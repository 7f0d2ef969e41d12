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
}

/** A status, 200 if not said, and a JSON body; undefined is an empty body. */
export interface Answer {
  status?: number;
  body: unknown;
}

/** One route of the API. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** The scope that the key must have; null for endpoints that need no tokens, such as /v1/me. */
  scope: string | null;
  handle(call: Call): Answer | Promise<Answer>;
}
