import type { GatewayProblem } from '@contacts/client';
import { columnTitle } from '../columns/titles.ts';

/** A problem in words, and the way out of it. */
export interface Advice {
  readonly title: string;
  readonly action: string;
  /** The button of the page: to enter another key, to send the operation again, or to begin at the first contact. */
  readonly offer: 'key' | 'retry' | 'restart';
}

/** Advice by the upstream's own code, which is more exact than the gateway's. */
const byUpstreamCode: Readonly<Record<string, Advice>> = {
  TOKEN_MISSING: {
    title: 'The key has no session of a portal user',
    action:
      'A key of an app (vibe_app_…) needs the session of a user: enter it below the key. Any other key: connect it to the portal again in VibeCode.',
    offer: 'key',
  },
  TOKEN_EXPIRED: {
    title: 'The session has ended',
    action: 'Sign in to the app again, and enter the new session below the key.',
    offer: 'key',
  },
  INVALID_API_KEY: {
    title: 'There is no such key',
    action: 'Copy the whole key from VibeCode, and enter it again.',
    offer: 'key',
  },
  KEY_EXPIRED: {
    title: 'The key has expired',
    action: 'Make a new key in VibeCode, or extend this one, and enter it.',
    offer: 'key',
  },
  KEY_INACTIVE: {
    title: 'The key is switched off',
    action: 'Switch the key on in VibeCode, or enter another one.',
    offer: 'key',
  },
  IP_NOT_ALLOWED: {
    title: 'The key does not accept this address',
    action: 'Add the IP address of the gateway to the addresses that the key allows in VibeCode, or enter another key.',
    offer: 'key',
  },
  MANAGEMENT_KEY_NO_ENTITY_ACCESS: {
    title: 'The key is for management',
    action: 'A management key (vibe_live_…) reads no contacts: enter a key of a person (vibe_api_…) or of an app.',
    offer: 'key',
  },
};

const credentialAdvice: Advice = {
  title: 'The key is not accepted',
  action: 'Check the key and, for a key of an app, the session. Enter them again.',
  offer: 'key',
};
const laterAdvice: Advice = {
  title: 'Too many requests',
  action: 'The portal limits the number of requests: wait, and try again.',
  offer: 'retry',
};
const upstreamAdvice: Advice = {
  title: 'Bitrix24 does not answer',
  action: 'VibeCode or the portal is slow, down, or answers otherwise than documented. Try again in a minute.',
  offer: 'retry',
};
const tooLargeAdvice: Advice = {
  title: 'The view asks for too much at once',
  action: 'Remove columns of linked records, or conditions with long lists.',
  offer: 'retry',
};
const inputAdvice: Advice = {
  title: 'A part of the view is not accepted',
  action: 'Change the filter, the order or the column that the message names.',
  offer: 'retry',
};
const faultAdvice: Advice = {
  title: 'Something went wrong in the gateway',
  action: 'Try again. If it stays, its log has the details below the errorId.',
  offer: 'retry',
};

/** Advice by the gateway's code, where the upstream's says no more. */
function adviceOfCode({ code }: GatewayProblem): Advice {
  switch (code) {
    case 'UNAUTHENTICATED':
      return credentialAdvice;
    case 'FORBIDDEN':
      return {
        title: 'The key lacks a right',
        action: 'Ask the administrator of the portal for the right to read contacts, or enter another key.',
        offer: 'key',
      };
    case 'RATE_LIMITED':
    case 'OVERLOADED':
      return laterAdvice;
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_UNAVAILABLE':
    case 'BAD_UPSTREAM_RESPONSE':
      return upstreamAdvice;
    case 'NETWORK':
    case 'BAD_RESPONSE':
      return {
        title: 'The gateway cannot be reached',
        action: 'Check that the gateway is running and that you are online, and try again.',
        offer: 'retry',
      };
    case 'BAD_CURSOR':
    case 'PAGE_MOVED':
    case 'NO_PROGRESS':
      return {
        title: 'The list cannot be continued',
        action: 'The gateway or its secret was changed meanwhile: begin at the first contact.',
        offer: 'restart',
      };
    case 'PLAN_TOO_LARGE':
    case 'PLAN_EXCEEDED':
    case 'OPERATION_TOO_LARGE':
    case 'REQUEST_TOO_LARGE':
      return tooLargeAdvice;
    case 'DOCUMENT_NOT_TRUSTED':
    case 'DOCUMENT_NOT_FOUND':
      return {
        title: 'The gateway runs only operations of its manifest',
        action: 'The explorer needs DOCUMENTS=any, since it makes operations of what you choose.',
        offer: 'retry',
      };
    case 'BAD_USER_INPUT':
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
      return inputAdvice;
    default:
      return faultAdvice;
  }
}

/** Returns the advice for a problem. */
export function adviceFor(problem: GatewayProblem): Advice {
  const upstream = upstreamOf(problem);
  if (upstream.requiredScope !== undefined) {
    const scope = upstream.requiredScope;
    return {
      title: `The key lacks the scope “${scope}”`,
      action: `Add the scope “${scope}” to the key in VibeCode, or enter a key that has it.${withoutColumn(problem)}`,
      offer: 'key',
    };
  }
  const advice = byUpstreamCode[upstream.code ?? ''] ?? adviceOfCode(problem);
  const seconds = problem.extensions['retryAfter'];
  if (advice !== laterAdvice || typeof seconds !== 'number') return advice;
  return { ...advice, action: `The portal limits the number of requests: try again in ${Math.ceil(seconds)} s.` };
}

/** A relation that cannot be read leaves the rest of the page. */
function withoutColumn({ path }: GatewayProblem): string {
  const field = path.findLast((part) => typeof part === 'string');
  return path.length > 1 ? ` Or leave out “${columnTitle(field ?? '')}”: everything else is complete.` : '';
}

interface UpstreamPart {
  readonly code?: string;
  readonly requiredScope?: string;
}

/** Returns what the upstream said of a problem. */
export function upstreamOf({ extensions }: GatewayProblem): UpstreamPart {
  const upstream = extensions['upstream'];
  return typeof upstream === 'object' && upstream !== null ? upstream : {};
}
