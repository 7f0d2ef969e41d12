/** A request that the gateway sent upstream. */
export interface SentRequest {
  readonly endpoint: string;
  readonly calls: number;
  /** Reads of 50 rows that the upstream made for it. */
  readonly innerPages: number;
  /** True if another operation had sent the same request already. */
  readonly shared: boolean;
  /** The request as a command, with `***` for the key. */
  readonly curl: string;
}

/** The cost of an operation upstream, as `X-Upstream-Report: 1` has it. */
export interface UpstreamReport {
  readonly planned: { readonly requests: number; readonly innerPages: number };
  readonly sent?: {
    readonly requests: number;
    readonly innerPages: number;
    readonly queueWaitMs: number;
    /** Requests that were sent together, wave by wave. */
    readonly waves: readonly (readonly SentRequest[])[];
  };
}

/** An operation that was answered, with its cost. */
export interface AnsweredOperation {
  readonly name: string;
  /** From the request to its whole answer, in milliseconds. */
  readonly durationMs: number;
  readonly report: UpstreamReport | undefined;
}
