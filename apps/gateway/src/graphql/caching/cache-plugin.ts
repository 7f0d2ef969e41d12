import type { CacheAnswer, ResponseCache } from '@contacts/shared-state';
import { type CancelSignal, fromByteText, toByteText } from '@contacts/core';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../endpoint/graphql-endpoint.ts';
import type { ServerContext } from '../../http/server-context.ts';
import { reportModeOf } from '../report-mode.ts';
import type { ReadContacts } from './watch-contacts.ts';
import { isUnchanged, mayBeKept, type Validators, validatorsOf } from './conditional.ts';

/** The cache's record of an operation that is being executed. */
export interface CacheScope {
  readonly read: ReadContacts;
  /** Ends the operation. */
  readonly signal: CancelSignal;
}

type Execute = (args: unknown) => Promise<ExecutionResult> | ExecutionResult;
type SentContext = RequestContext & ServerContext;
interface ExecutingContext extends SentContext {
  readonly cacheScope?: CacheScope;
  readonly request: Request;
  readonly params: RequestContext['parameters'];
}

/** Answers operations that Yoga executes from the cache, with the same answers as those that are known already. */
export function useResponseCache(cache: ResponseCache): Plugin {
  const answers = new WeakMap<object, CacheAnswer<ExecutionResult>>();
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const context = args.contextValue as unknown as ExecutingContext;
      const { cacheScope, credentials, params } = context;
      if (!cacheScope || typeof params.query !== 'string' || reportModeOf(context.request.headers) !== 'none') return;
      const identity = {
        credentials,
        document: params.query,
        operationName: params.operationName ?? null,
        variables: params.variables ?? {},
      };
      setExecuteFn(async (executeArgs: unknown) => {
        const answer = await cache.through<ExecutionResult>(identity, cacheScope.signal, {
          run: async () => (executeFn as Execute)(executeArgs),
          toCacheable: (result) => cacheableOf(result, cacheScope),
          fromData: (data) => ({ data: JSON.parse(fromByteText(data)) as Record<string, unknown> }),
        });
        if (context.req) answers.set(context.req, answer);
        return answer.result;
      });
    },
    onResultProcess({ serverContext, result }) {
      const { req, res, parameters } = serverContext as unknown as SentContext;
      const answer = req && answers.get(req);
      if (!req || !res || !answer || answer.remainingMs <= 0 || !mayBeKept(req, parameters)) return;
      if (Array.isArray(result) || Symbol.asyncIterator in result || 'errors' in result) return;
      const headers = validatorsOf(toByteText(JSON.stringify({ data: answer.result.data })), answer.remainingMs, res);
      validators.set(req, headers);
    },
    onResponse(payload) {
      const { response } = payload;
      const { req } = payload.serverContext as unknown as SentContext;
      const headers = req && validators.get(req);
      if (!headers) return;
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value as string);
      if (!isUnchanged(req, headers)) return;
      payload.setResponse(new Response(null, { status: 304, headers: { ...headers } }));
    },
  };
}

const validators = new WeakMap<object, Validators>();

function cacheableOf({ data, errors }: ExecutionResult, { read }: CacheScope) {
  // An operation without upstream requests is not worth an entry.
  if (!data || errors?.length || read.requests === 0) return undefined;
  return { data: toByteText(JSON.stringify(data)), contactIds: read.ids };
}
