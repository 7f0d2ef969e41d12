import type { Context } from '@opentelemetry/api';

/** Tracing of one operation, for its requests. */
export interface OperationTrace {
  /** The OpenTelemetry context of the operation: spans of waves and calls stand below its span. */
  readonly context: Context;
  /** Value of `x-request-id`. */
  readonly requestId?: string | undefined;
  /** Called for each request that is sent, retries included. */
  readonly onSend?: (() => void) | undefined;
}
