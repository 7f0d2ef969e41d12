import type { CancelSignal } from '@contacts/core';
import type { ResponseCache } from '@contacts/shared-state';
import type { RunResult } from '@contacts/schema';
import type { SharedRun } from '../compiled/shared-runs.ts';
import type { RequestContext } from '../endpoint/graphql-endpoint.ts';
import { type ReadContacts, readNothing } from './watch-contacts.ts';

/** Runs an operation, or takes its answer out of the cache. */
export type Recall = (
  context: RequestContext,
  signal: CancelSignal,
  run: (read?: ReadContacts) => Promise<RunResult>,
) => Promise<SharedRun>;

/** @param textOf returns the text of a request's document */
export function createRecall(
  cache: ResponseCache | undefined,
  textOf: (parameters: RequestContext['parameters']) => string | undefined,
): Recall {
  if (!cache) return (_context, _signal, run) => run();
  return async ({ credentials, parameters }, signal, run) => {
    const document = textOf(parameters);
    if (document === undefined) return run();
    const { operationName = null, variables } = parameters;
    const identity = { credentials, document, operationName, variables: variables ?? {} };
    const read = readNothing();
    const { result, remainingMs } = await cache.through<RunResult>(identity, signal, {
      run: () => run(read),
      // An operation without upstream requests is not worth an entry.
      toCacheable: ({ data, errors }) =>
        errors.length > 0 || read.requests === 0 ? undefined : { data, contactIds: read.ids },
      fromData: (data) => ({ data, errors: [] }),
    });
    return remainingMs > 0 ? { ...result, keptUntil: performance.now() + remainingMs } : { ...result };
  };
}
