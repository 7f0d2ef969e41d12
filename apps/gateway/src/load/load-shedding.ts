import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { credentialKey } from '@contacts/core';
import { claimedCredentials } from '../access/credential-headers.ts';
import type { SessionHeaders } from '../config/access-config.ts';
import type { OperationsConfig } from '../config/operations-config.ts';
import { allowOrigin } from '../http/cross-origin.ts';
import { createAttached } from '../http/attached.ts';
import { onceClosed } from '../http/once-closed.ts';
import { HttpError } from '../http/http-error.ts';
import { nameRequest } from '../http/response-headers.ts';
import { requestIdOf } from '../http/request-id.ts';
import {
  type AdmissionControl,
  type AdmittedRequest,
  createAdmissionControl,
  type ShedReason,
} from './admission-control.ts';
import type { Permit } from './active-operations.ts';
import { createEventLoopLag } from './event-loop-lag.ts';
import { createResponseBudget, type ResponseBudget } from './response-budget.ts';
import { graphqlErrorOf, rejectRequest, shedErrorOf } from './shed-errors.ts';

export interface LoadSheddingOptions {
  readonly overload: OperationsConfig['overload'];
  /** Maximum size of a request's body in bytes. */
  readonly maxBodyBytes: number;
  /** The headers that distinguish callers, before they are authenticated. */
  readonly sessionHeaders?: SessionHeaders;
  /** Origins whose pages can read a rejection. */
  readonly corsOrigins?: readonly string[];
  /** Called for each request that is shed. */
  readonly onShed: (reason: ShedReason) => void;
}

/** Rejects requests while the process has more to do than it can, and limits the memory of responses. */
export interface LoadShedding {
  readonly responses: ResponseBudget;
  /** Returns a listener that passes on the requests that are admitted, and rejects the others. */
  around(listener: RequestListener): RequestListener;
  /**
   * Acquires the permit of a request that is complete, until its response is sent.
   * @throws HttpError if there is none left
   */
  acquire(this: void, request: IncomingMessage, response: ServerResponse): void;
  /** Returns the permit of a request. */
  permitOf(this: void, request: IncomingMessage): Permit | undefined;
  /** Number of operations in flight. */
  readonly inFlight: number;
  /** Number of those that use the process at present. */
  readonly active: number;
  /** Returns the lag of the event loop in milliseconds. */
  lagMs(): number;
  close(): void;
}

export function createLoadShedding(options: LoadSheddingOptions): LoadShedding {
  const { overload, maxBodyBytes, sessionHeaders = { platformSessions: false }, onShed } = options;
  const origins = new Set(options.corsOrigins);
  const lag = createEventLoopLag({ onSample: (meanMs) => admission.sampleLag(meanMs) });
  const admission: AdmissionControl = createAdmissionControl(overload, () => lag.currentMs());
  const admitted = createAttached<AdmittedRequest>('admitted request');
  const permits = createAttached<Permit>('permit');

  return {
    responses: createResponseBudget(overload, {
      callerOf: (request) => admitted.of(request)?.caller ?? '',
      errorOf(reason) {
        onShed(reason);
        return graphqlErrorOf(shedErrorOf(reason, overload.retryAfterS));
      },
    }),
    around: (listener) => (request, response) => {
      // Always answer CORS preflights: if one is rejected, the page cannot read the 503, and rejecting costs as much.
      if (origins.size > 0 && request.method === 'OPTIONS') return listener(request, response);
      const result = admission.check(() => credentialKey(claimedCredentials(request, sessionHeaders)));
      if (typeof result !== 'string') {
        admitted.attach(request, result);
        return listener(request, response);
      }
      // Without a line in the log: a process without time to spare writes no more than necessary.
      onShed(result);
      allowOrigin(request, response, origins);
      nameRequest(response, requestIdOf(request.headers['x-request-id']));
      return rejectRequest(response, result, { retryAfterS: overload.retryAfterS, maxBodyBytes });
    },
    acquire(request, response) {
      const permit = admitted.of(request)?.acquire();
      if (typeof permit === 'string') {
        onShed(permit);
        throw new HttpError(shedErrorOf(permit, overload.retryAfterS));
      }
      if (!permit) return;
      permits.attach(request, permit);
      response.on('prefinish', () => permit.onWritten());
      onceClosed(response, () => permit.release());
    },
    permitOf: permits.of,
    get inFlight() {
      return admission.inFlight;
    },
    get active() {
      return admission.active;
    },
    lagMs: () => lag.currentMs(),
    close: () => lag.close(),
  };
}
