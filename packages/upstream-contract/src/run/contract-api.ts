import { setTimeout as sleep } from 'node:timers/promises';
import type { Send, WireResponse } from './wire.ts';

/** Row of a list. */
export type Row = Readonly<Record<string, unknown>>;

/** Response of the upstream. */
export interface ContractResponse {
  status: number;
  headers: Headers;
  /** Parsed body; null if there is none. */
  body: unknown;
  success: unknown;
  data: unknown;
  /** `data` as rows; empty if it is not an array. */
  rows: readonly Row[];
  meta: Row;
  error: { code: string; message: string };
  /** Status and code, such as `400 VALIDATION_ERROR` or `200`. */
  outcome: string;
}

/** Request without its path. */
export interface ContractRequest {
  method?: string;
  body?: unknown;
  /** Key to send. Default the key of the run; null for none. */
  key?: string | null;
  session?: string;
  /** True to return a 429 instead of waiting and sending the request again. Default false. */
  noRetry?: boolean;
}

/** Keys and sessions of a sandbox, one for each kind of error. */
export interface DemoCredentials {
  readonly keys: Readonly<
    Record<'all' | 'app' | 'crmOnly' | 'expired' | 'management' | 'noScope' | 'noTokens' | 'otherIp', string> &
      Record<'policyReadOnly' | 'readOnly' | 'revoked', string>
  >;
  readonly sessions: Readonly<Record<'one' | 'two' | 'expired', string>>;
}

/** Client of the upstream that is checked. Equal GETs are sent once. */
export interface ContractApi {
  /** Null if the upstream is not a sandbox. */
  readonly demo: DemoCredentials | null;
  get(path: string): Promise<ContractResponse>;
  post(path: string, body: unknown): Promise<ContractResponse>;
  /** Sends a request, also if it was sent before. */
  send(path: string, request: ContractRequest): Promise<ContractResponse>;
}

/** Options of the client. */
export interface ContractApiOptions {
  send: Send;
  key: string;
  demo: DemoCredentials | null;
  /** Milliseconds to wait before each request. */
  pauseMs: number;
}

const attempts = 3;

/** Makes a client, which sends a request again after a 429. */
export function createContractApi({ send, key, demo, pauseMs }: ContractApiOptions): ContractApi {
  const known = new Map<string, Promise<ContractResponse>>();

  async function sendOnce(path: string, request: ContractRequest): Promise<ContractResponse> {
    if (pauseMs > 0) await sleep(pauseMs);
    const { method = 'GET', body, key: other = key, session } = request;
    const headers = {
      ...(other !== null && { 'X-Api-Key': other }),
      ...(session !== undefined && { Authorization: `Bearer ${session}` }),
    };
    return responseOf(await send({ method, path, headers, ...(body !== undefined && { body }) }));
  }
  async function sendWithRetry(path: string, request: ContractRequest, attempt = 1): Promise<ContractResponse> {
    const response = await sendOnce(path, request);
    const retryAfter = Number(response.headers.get('retry-after') ?? '0');
    const last = attempt === attempts || request.noRetry === true;
    if (response.status !== 429 || retryAfter <= 0 || last) return response;
    await sleep(retryAfter * 1000);
    return sendWithRetry(path, request, attempt + 1);
  }
  return {
    demo,
    send: (path, request) => sendWithRetry(path, request),
    post: (path, body) => sendWithRetry(path, { method: 'POST', body }),
    get: (path) => known.getOrInsertComputed(path, () => sendWithRetry(path, {})),
  };
}

function responseOf({ status, headers, body }: WireResponse): ContractResponse {
  const { success, data, meta, error } = membersOf(body);
  const { code, message } = membersOf(error);
  return {
    status,
    headers,
    body,
    success,
    data,
    rows: Array.isArray(data) ? data.map(membersOf) : [],
    meta: membersOf(meta),
    error: { code: textOf(code), message: textOf(message) },
    outcome: code === undefined ? String(status) : `${status} ${textOf(code)}`,
  };
}

/** Returns the members of an object; none for any other value. */
export function membersOf(value: unknown): Row {
  // Not copied: checks share responses and do not change them.
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

/** Returns the value if it is a string, else "". */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
