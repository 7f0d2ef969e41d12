import { setTimeout as sleep } from 'node:timers/promises';
import type { Send, WireAnswer } from './wire.ts';

/** A row of a list. */
export type Row = Readonly<Record<string, unknown>>;

/** An answer of the upstream. */
export interface ContractAnswer {
  status: number;
  headers: Headers;
  /** The parsed body; null when there was none. */
  body: unknown;
  success: unknown;
  data: unknown;
  /** `data` as rows; empty when it is no array. */
  rows: readonly Row[];
  meta: Row;
  error: { code: string; message: string };
  /** `400 VALIDATION_ERROR`, or `200`. */
  outcome: string;
}

/** The parts of a request beside its path. */
export interface ContractRequest {
  method?: string;
  body?: unknown;
  /** Instead of the key of the run; null sends none. */
  key?: string | null;
  session?: string;
  /** True to get a 429 as it comes instead of waiting and asking again. */
  impatient?: boolean;
}

/** Keys and sessions for each kind of refusal, which only a sandbox has. */
export interface DemoCredentials {
  readonly keys: Readonly<
    Record<'all' | 'app' | 'crmOnly' | 'expired' | 'management' | 'noScope' | 'noTokens' | 'otherIp', string> &
      Record<'policyReadOnly' | 'readOnly' | 'revoked', string>
  >;
  readonly sessions: Readonly<Record<'one' | 'two' | 'expired', string>>;
}

/** Asks the upstream that is checked. Equal GETs are sent once. */
export interface ContractApi {
  /** Null against an upstream that is not the sandbox. */
  readonly demo: DemoCredentials | null;
  get(path: string): Promise<ContractAnswer>;
  post(path: string, body: unknown): Promise<ContractAnswer>;
  /** Sends in any case, also what was asked before. */
  send(path: string, request: ContractRequest): Promise<ContractAnswer>;
}

/** The ways of asking. */
export interface ContractApiOptions {
  send: Send;
  key: string;
  demo: DemoCredentials | null;
  /** Milliseconds before each request, for upstreams that must not be hurried. */
  pauseMs: number;
}

const attempts = 3;

/** Makes the asking. Waits before each request, and longer after a 429. */
export function createContractApi({ send, key, demo, pauseMs }: ContractApiOptions): ContractApi {
  const known = new Map<string, Promise<ContractAnswer>>();

  async function once(path: string, request: ContractRequest): Promise<ContractAnswer> {
    if (pauseMs > 0) await sleep(pauseMs);
    const { method = 'GET', body, key: other = key, session } = request;
    const headers = {
      ...(other !== null && { 'X-Api-Key': other }),
      ...(session !== undefined && { Authorization: `Bearer ${session}` }),
    };
    return answerOf(await send({ method, path, headers, ...(body !== undefined && { body }) }));
  }
  async function patiently(path: string, request: ContractRequest, attempt = 1): Promise<ContractAnswer> {
    const answer = await once(path, request);
    const retryAfter = Number(answer.headers.get('retry-after') ?? '0');
    const last = attempt === attempts || request.impatient === true;
    if (answer.status !== 429 || retryAfter <= 0 || last) return answer;
    await sleep(retryAfter * 1000);
    return patiently(path, request, attempt + 1);
  }
  return {
    demo,
    send: (path, request) => patiently(path, request),
    post: (path, body) => patiently(path, { method: 'POST', body }),
    get(path) {
      const answer = known.get(path) ?? patiently(path, {});
      known.set(path, answer);
      return answer;
    },
  };
}

function answerOf({ status, headers, body }: WireAnswer): ContractAnswer {
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

/** The value's members; none if it is no object. */
export function membersOf(value: unknown): Row {
  // The value itself: answers are shared by many checks and never changed.
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

/** The value if it is a text, else "". */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
