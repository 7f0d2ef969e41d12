import type { GatewayProblem } from '@contacts/client';
import { useCallback, useEffect, useReducer } from 'react';
import { useClient } from 'urql';
import { problemsOf } from '../gateway/problems.ts';
import type { ListOperation } from '../view/list-operation.ts';
import { type ContactPages, firstState, type ListResult, reducePages } from './pages-state.ts';

/** The pages of a list that were read so far, and ways to read more of them. */
export interface ContactList extends ContactPages {
  /** Reads the next page, unless one is being read or there is none. */
  readonly readMore: () => void;
  /** Sends the page that failed again. */
  readonly retry: () => void;
  /** Begins at the first contact. */
  readonly restart: () => void;
}

/** Reads the pages of a list, one at a time. Another operation needs another instance: `key` of the component. */
export function useContactPages({ firstPage, nextPage, variables }: ListOperation): ContactList {
  const client = useClient();
  const [state, dispatch] = useReducer(reducePages, firstState);
  const { status, after } = state;
  useEffect(() => {
    if (status !== 'reading') return undefined;
    const query = after === null ? firstPage : nextPage;
    const reading = client.query<ListResult>(query, { ...variables, after }).subscribe(({ data, error }) => {
      const problems: readonly GatewayProblem[] = problemsOf(error);
      dispatch({ type: 'answer', page: data?.contacts ?? null, problems });
    });
    return () => reading.unsubscribe();
  }, [client, firstPage, nextPage, variables, status, after]);
  return {
    ...state,
    readMore: useCallback(() => dispatch({ type: 'more' }), []),
    retry: useCallback(() => dispatch({ type: 'retry' }), []),
    restart: useCallback(() => dispatch({ type: 'restart' }), []),
  };
}
