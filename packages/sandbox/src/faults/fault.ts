import { z } from 'zod';

const milliseconds = z.number().int().min(0).max(3_600_000);
const status = z.number().int().min(200).max(599);

/** What a fault does; all but latency end the choice of faults for the request. */
const effect = z.discriminatedUnion('kind', [
  /** Answers as always, later. */
  z.strictObject({ kind: z.literal('latency'), ms: milliseconds }),
  /** Never answers. */
  z.strictObject({ kind: z.literal('hang') }),
  /** Ends the connection without an answer. */
  z.strictObject({ kind: z.literal('resetBefore') }),
  /** Ends the connection in the middle of the body. */
  z.strictObject({ kind: z.literal('resetWithin') }),
  /** A whole answer whose JSON stops in the middle. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** The page of a proxy in front. */
  z.strictObject({ kind: z.literal('html'), status: status.default(502) }),
  z.strictObject({ kind: z.literal('empty'), status: status.default(200) }),
  /** The right JSON, called text/plain. */
  z.strictObject({ kind: z.literal('wrongContentType') }),
  /** A JSON answer of this size. */
  z.strictObject({ kind: z.literal('oversized'), bytes: z.number().int().min(1).max(1_000_000_000) }),
  /** An error envelope with status 200. */
  z.strictObject({
    kind: z.literal('falseSuccess'),
    code: z.string().default('BITRIX_ERROR'),
    message: z.string().optional(),
  }),
  /** An error envelope with any status and code. */
  z.strictObject({
    kind: z.literal('error'),
    status,
    code: z.string(),
    message: z.string().optional(),
    retryAfter: z.number().min(0).optional(),
    hint: z.string().optional(),
    userMessage: z.string().optional(),
  }),
  /** The right answer in small pieces. */
  z.strictObject({
    kind: z.literal('trickle'),
    bytes: z.number().int().min(1).default(16),
    everyMs: milliseconds.default(100),
  }),
]);

/** A list of faults, as the control endpoint takes it. */
export const faultsInput = z.array(
  z.strictObject({
    /** Which requests; all of the named must match. */
    match: z
      .strictObject({
        method: z.string().optional(),
        /** A path, or the beginning of one when it ends in "*". */
        path: z.string().optional(),
        /** A part of the decoded query. */
        query: z.string().optional(),
        /** A key or session, as sent. */
        credential: z.string().optional(),
      })
      .optional(),
    /** Share of the matching requests, 1 if not said; which ones, the seed decides. */
    probability: z.number().min(0).max(1).optional(),
    /** Only so many times. */
    times: z.number().int().min(1).optional(),
    /** Lets so many matching requests pass first. */
    skip: z.number().int().min(0).optional(),
    /** The request takes effect before its answer is spoilt, as a write may. */
    applied: z.boolean().optional(),
    effect,
  }),
);

/** One fault: which requests, how often, and what happens to them. */
export type Fault = z.input<typeof faultsInput>[number];

/** What a fault does to the request. */
export type FaultEffect = z.output<typeof effect>;
