/** One request to the upstream, without credentials. */
export interface UpstreamRequest {
  /** Method and path template, for messages, logs and metrics: they must not hold ids or values. */
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  /** Absolute path, without a query. */
  readonly path: string;
  /** Encoded query string without `?`. */
  readonly query?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Maximum number of inner pages (50 rows each) that the upstream reads for it. Default 1. */
  readonly innerPages?: number;
  /** Present where the request is a batch. */
  readonly batch?: BatchRequest;
  /** Additional headers. Credentials are added last, by the pipeline. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The calls of a batch (contract §4). */
export interface BatchRequest {
  readonly ids: ReadonlySet<string>;
  /** Returns the request of some of the calls, which keep their ids. */
  readonly only: (ids: ReadonlySet<string>) => UpstreamRequest;
}

/** The parts of a successful answer (contract §1, "Response"). */
export interface UpstreamAnswer {
  readonly data: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
  /** The whole envelope: some members stand beside `data` in older answers (contract §1). */
  readonly envelope: Readonly<Record<string, unknown>>;
}
