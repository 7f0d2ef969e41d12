import { setTimeout as sleep } from 'node:timers/promises';

/** A row of a list. */
export type Row = Readonly<Record<string, unknown>>;

/** An answer of the upstream, its body read once. */
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

/** What a request may say beside its path. */
export interface ContractRequest {
  method?: string;
  body?: unknown;
  /** Instead of the key of the run; null sends none. */
  key?: string | null;
  session?: string;
}

/** Asks the upstream that is checked. Equal GETs are sent once. */
export interface ContractApi {
  get(path: string): Promise<ContractAnswer>;
  post(path: string, body: unknown): Promise<ContractAnswer>;
  send(path: string, request: ContractRequest): Promise<ContractAnswer>;
}

const attempts = 3;

/** Makes the asking. Waits before each request, and longer when it is turned away by a limit. */
export function createContractApi(url: string, key: string, pauseMs: number): ContractApi {
  const known = new Map<string, Promise<ContractAnswer>>();

  async function send(path: string, request: ContractRequest, attempt = 1): Promise<ContractAnswer> {
    if (pauseMs > 0) await sleep(pauseMs);
    const { method = 'GET', body, key: other = key, session } = request;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(other !== null && { 'X-Api-Key': other }),
        ...(session !== undefined && { Authorization: `Bearer ${session}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const retryAfter = Number(response.headers.get('retry-after') ?? '0');
    if (response.status !== 429 || retryAfter <= 0 || attempt === attempts) return answerOf(response, text);
    await sleep(retryAfter * 1000);
    return send(path, request, attempt + 1);
  }
  return {
    send: (path, request) => send(path, request),
    post: (path, body) => send(path, { method: 'POST', body }),
    get(path) {
      const answer = known.get(path) ?? send(path, {});
      known.set(path, answer);
      return answer;
    },
  };
}

function answerOf(response: Response, text: string): ContractAnswer {
  const { status, headers } = response;
  const body: unknown = text === '' ? null : JSON.parse(text);
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
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
