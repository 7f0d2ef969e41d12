/** Members of the error envelope beside code and message (contract §5, "Envelope"). */
export interface ErrorDetails {
  hint?: string;
  userMessage?: string;
  warning?: string;
  retryAfter?: number;
  details?: Record<string, unknown>;
  /** Beside `error` in the body, as POST /v1/batch does. */
  data?: unknown;
}

/** An answer with `success: false`. */
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

/** The body of an error (contract §5, "Envelope"). */
export function errorBody({ code, message, more: { data, ...more } }: ApiError): Record<string, unknown> {
  const body: Record<string, unknown> = { success: false, error: { code, message, ...more } };
  if (data !== undefined) body['data'] = data;
  return body;
}

/** 400 VALIDATION_ERROR: one or several `parameter: reason`, in Zod's words (contract §1, "bad values"). */
export function invalid(...reasons: string[]): ApiError {
  return new ApiError(400, 'VALIDATION_ERROR', reasons.join('; '));
}
