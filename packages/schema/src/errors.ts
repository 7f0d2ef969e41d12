import {
  BadCursorError,
  InvalidArgumentError,
  PageMovedError,
  PlanExceededError,
  type UpstreamDetails,
  UpstreamError,
  type UpstreamErrorCode,
} from '@contacts/core';
import { GraphQLError } from 'graphql';
import { ListTooLongError } from './input-limits.ts';
import { shownValue } from './shown-values.ts';

/** Codes in `extensions.code` of this schema's errors. They are stable: clients may branch on them. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'PAGE_MOVED',
  'PLAN_EXCEEDED',
  'RATE_LIMITED',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'BAD_UPSTREAM_RESPONSE',
  'CANCELLED',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

interface Presentation {
  readonly code: ErrorCode;
  /** Message for users: what happened and what to do. Holds no text of the upstream. */
  readonly message: string;
}

const presentations: Record<UpstreamErrorCode, Presentation> = {
  unauthorized: {
    code: 'UNAUTHENTICATED',
    message:
      'The upstream does not accept these credentials: check the X-Api-Key and, for an app key, the Authorization header.',
  },
  forbidden: { code: 'FORBIDDEN', message: 'These credentials lack the right or scope for this.' },
  not_found: { code: 'BAD_UPSTREAM_RESPONSE', message: 'The upstream does not know the requested resource.' },
  rejected: { code: 'BAD_USER_INPUT', message: 'The upstream rejected the request.' },
  rate_limited: { code: 'RATE_LIMITED', message: 'The portal accepts no more requests at present: try again later.' },
  unavailable: {
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'The upstream, or the portal behind it, is failing: try again later.',
  },
  timeout: { code: 'UPSTREAM_TIMEOUT', message: 'The upstream did not answer in time.' },
  network: { code: 'UPSTREAM_UNAVAILABLE', message: 'The upstream cannot be reached.' },
  bad_response: {
    code: 'BAD_UPSTREAM_RESPONSE',
    message: 'The upstream sent an answer that the gateway cannot use.',
  },
  cancelled: { code: 'CANCELLED', message: 'The caller cancelled the operation.' },
};

/**
 * Returns the client's error for an error that a resolver threw, with its path and locations; `undefined` for an error that
 * this schema does not know, which has to be masked.
 */
export function toClientError(error: GraphQLError): GraphQLError | undefined {
  const original = error.originalError;
  if (original instanceof UpstreamError) return withExtensions(error, ...fromUpstream(original));
  if (original instanceof InvalidArgumentError) {
    const { argument, value, allowed, message } = original;
    const code: ErrorCode = original instanceof BadCursorError ? 'BAD_CURSOR' : 'BAD_USER_INPUT';
    const limit = original instanceof ListTooLongError ? { limit: original.limit } : {};
    return withExtensions(error, message, { code, argument, value: shownValue(value), allowed, ...limit });
  }
  if (original instanceof PageMovedError)
    return withExtensions(error, original.message, { code: 'PAGE_MOVED' satisfies ErrorCode });
  if (original instanceof PlanExceededError) {
    const { message, allowed } = original;
    return withExtensions(error, message, { code: 'PLAN_EXCEEDED' satisfies ErrorCode, allowed });
  }
  return undefined;
}

type Extensions = Readonly<Record<string, unknown>>;

function fromUpstream({
  code,
  message,
  details,
  retryAfterMs,
}: UpstreamError): readonly [message: string, extensions: Extensions] {
  const presentation = presentations[code];
  const { requiredScope } = details;
  const shown =
    code === 'forbidden' && requiredScope !== undefined
      ? `These credentials lack the scope "${requiredScope}" for this.`
      : presentation.message;
  const said = details.code === undefined ? '' : ` (${details.code})`;
  const retryAfter = retryAfterMs === undefined ? {} : { retryAfter: Math.ceil(retryAfterMs / 1000) };
  const upstream: UpstreamDetails & { retryAfter?: number } = { ...details, ...retryAfter };
  // The message is the gateway's own: it names fields and forms, no values.
  const explained = code === 'bad_response' ? ` ${message}` : '';
  return [
    `${shown}${said}${explained}`,
    { code: presentation.code, ...retryAfter, ...(Object.keys(upstream).length > 0 ? { upstream } : {}) },
  ];
}

function withExtensions(error: GraphQLError, message: string, extensions: Extensions): GraphQLError {
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    originalError: error.originalError ?? null,
    extensions,
  });
}
