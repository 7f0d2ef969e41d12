import { z } from 'zod';

const milliseconds = z.number().int().min(0).max(3_600_000);
const status = z.number().int().min(200).max(599);

/** Effects of faults. Of all effects but latency a request has at most one. */
const effect = z.discriminatedUnion('kind', [
  /** Delays the response. */
  z.strictObject({ kind: z.literal('latency'), ms: milliseconds }),
  /** Sends no response and keeps the connection open. */
  z.strictObject({ kind: z.literal('hang') }),
  /** Resets the connection before the response. */
  z.strictObject({ kind: z.literal('resetBefore') }),
  /** Resets the connection after half of the body. */
  z.strictObject({ kind: z.literal('resetWithin') }),
  /** Sends a complete response with half of the JSON. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** Sends the HTML error page of a proxy. */
  z.strictObject({ kind: z.literal('html'), status: status.default(502) }),
  z.strictObject({ kind: z.literal('empty'), status: status.default(200) }),
  /** Sends the right JSON as text/plain. */
  z.strictObject({ kind: z.literal('wrongContentType') }),
  /** Sends a JSON response of about this size. */
  z.strictObject({ kind: z.literal('oversized'), bytes: z.number().int().min(1).max(1_000_000_000) }),
  /** Sends an error envelope with status 200. */
  z.strictObject({
    kind: z.literal('falseSuccess'),
    code: z.string().default('BITRIX_ERROR'),
    message: z.string().optional(),
  }),
  /** Sends an error envelope with any status and code. */
  z.strictObject({
    kind: z.literal('error'),
    status,
    code: z.string(),
    message: z.string().optional(),
    retryAfter: z.number().min(0).optional(),
    hint: z.string().optional(),
    userMessage: z.string().optional(),
  }),
  /** Sends the right response in small chunks. */
  z.strictObject({
    kind: z.literal('trickle'),
    bytes: z.number().int().min(1).default(16),
    everyMs: milliseconds.default(100),
  }),
]);

/** Schema of a list of faults. */
export const faultsInput = z.array(
  z.strictObject({
    /** Requests that the fault applies to; all given members must match. Default all requests. */
    match: z
      .strictObject({
        method: z.string().optional(),
        /** Path, or with a trailing "*" the beginning of paths. */
        path: z.string().optional(),
        /** Substring of the decoded query. */
        query: z.string().optional(),
        /** Key or session, as sent. */
        credential: z.string().optional(),
      })
      .optional(),
    /** Share of the matching requests, chosen by the seed. Default 1. */
    probability: z.number().min(0).max(1).optional(),
    /** Maximum number of faulty requests. Default unlimited. */
    times: z.number().int().min(1).optional(),
    /** Number of matching requests that pass first. Default 0. */
    skip: z.number().int().min(0).optional(),
    /** True if the request takes effect before its response is altered, as a write may. Default false. */
    applied: z.boolean().optional(),
    effect,
  }),
);

/** Fault: the requests that it applies to, how often, and its effect. */
export type Fault = z.input<typeof faultsInput>[number];

/** Effect of a fault. */
export type FaultEffect = z.output<typeof effect>;
