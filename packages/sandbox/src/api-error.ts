/** Members of the error envelope beside code and message (contract §5, "Envelope"). */
export interface ErrorDetails {
  hint?: string;
  userMessage?: string;
  warning?: string;
  retryAfter?: number;
  details?: Record<string, unknown>;
  /** Sent beside `error` in the body, as by POST /v1/batch. */
  data?: unknown;
}

/** Error that is sent as a response with `success: false`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: ErrorDetails;

  constructor(status: number, code: string, message: string, more: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** Returns the body of an error (contract §5, "Envelope"). */
export function errorBody({ code, message, more: { data, ...more } }: ApiError): Record<string, unknown> {
  const body: Record<string, unknown> = { success: false, error: { code, message, ...more } };
  if (data !== undefined) body['data'] = data;
  return body;
}

/** Makes 400 VALIDATION_ERROR with one or several reasons of the form `parameter: reason` (contract §1, "bad values"). */
export function invalid(...reasons: string[]): ApiError {
  return new ApiError(400, 'VALIDATION_ERROR', reasons.join('; '));
}
