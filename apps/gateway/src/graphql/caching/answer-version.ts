import { createHash } from 'node:crypto';
import { schema } from '@contacts/schema';
import { printSchema } from 'graphql';
import type { Config } from '../../config/config.ts';

/**
 * Names what answers depend on besides operation and caller, so that replicas of another version or configuration keep
 * answers of their own.
 */
export function answerVersionOf({
  baseUrl,
  paging,
  security,
  planLimits,
}: Pick<Config, 'security' | 'planLimits'> & {
  readonly baseUrl: string;
  readonly paging: Pick<Config['paging'], 'form' | 'nullsOrder'>;
}): string {
  const { limits, introspection, documents } = security;
  const parts = [
    printSchema(schema),
    baseUrl,
    paging.form,
    paging.nullsOrder,
    limits,
    introspection,
    documents.trustedOnly,
    planLimits,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
