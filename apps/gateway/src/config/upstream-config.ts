import type { UpstreamOptions } from '@contacts/core';
import { z } from 'zod';

/** How the upstream is treated. */
export type UpstreamConfig = Required<Pick<UpstreamOptions, 'pace' | 'retry' | 'breaker'>>;

const OFF = 'off';

function numberOrOff(value: string): number {
  return value === OFF ? Number.POSITIVE_INFINITY : Number(value);
}

/** A whole number of at least 1, or `off` for no limit. */
const budget = z
  .string()
  .regex(/^(?:[1-9]\d{0,8}|off)$/, `must be a whole number of at least 1, or "${OFF}"`)
  .transform(numberOrOff);

const seconds = z
  .string()
  .regex(/^\d{1,5}(\.\d+)?$/, 'must be a number of seconds of at least 0')
  .transform(Number);

export const upstreamVariables = {
  PORTALS: z.enum(['one', 'many'], 'must be "one" or "many"').default('one'),
  PORTAL_CONCURRENCY: budget.default(2),
  PORTAL_RATE: budget.default(10),
  KEY_RATE: budget.default(300),
  KEY_SEARCH_RATE: budget.default(60),
  QUEUE_LIMIT: z
    .string()
    .regex(/^(?:\d{1,6}|off)$/, `must be a whole number of at least 0, or "${OFF}"`)
    .transform(numberOrOff)
    .default(1000),
  QUEUE_TIMEOUT: z
    .string()
    .regex(/^(?:\d{1,5}(\.\d+)?|off)$/, `must be a number of seconds of at least 0, or "${OFF}"`)
    .transform(numberOrOff)
    .default(30),
  RETRIES: z
    .string()
    .regex(/^[0-5]$/, 'must be a whole number from 0 to 5')
    .transform(Number)
    .default(2),
  BREAKER_THRESHOLD: z
    .string()
    .regex(/^(?:0(?:\.\d+)?|1|off)$/, `must be a number from 0 to 1, or "${OFF}"`)
    .transform((value) => (value === OFF ? 0 : Number(value)))
    .default(0.5),
  BREAKER_REST: seconds.default(10),
};

/** The part of the configuration that is about the upstream's budget and failures. */
export function upstreamConfig(values: z.output<z.ZodObject<typeof upstreamVariables>>): UpstreamConfig {
  return {
    pace: {
      portals: values.PORTALS,
      concurrency: values.PORTAL_CONCURRENCY,
      perSecond: values.PORTAL_RATE,
      keyPerMinute: values.KEY_RATE,
      searchesPerMinute: values.KEY_SEARCH_RATE,
      maxWaiting: values.QUEUE_LIMIT,
      maxWaitMs: values.QUEUE_TIMEOUT * 1000,
    },
    retry: { retries: values.RETRIES },
    breaker: { threshold: values.BREAKER_THRESHOLD, maxResetTimeoutMs: values.BREAKER_REST * 1000 },
  };
}
