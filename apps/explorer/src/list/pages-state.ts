import type { GatewayProblem } from '@contacts/client';

/** A contact as the list's operation selects it. */
export interface Contact {
  readonly contactId: number;
}

/** The result of a list's operation. */
export interface ListResult {
  readonly contacts: {
    readonly totalCount?: number | null;
    readonly nodes: readonly Contact[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  } | null;
}

export interface ContactPages {
  readonly contacts: readonly Contact[];
  /** Number of contacts that passed the filter when the first page was read; null if it is not known. */
  readonly totalCount: number | null;
  readonly status: 'reading' | 'idle' | 'failed' | 'ended';
  /** Cursor of the last contact; null before the first page. */
  readonly after: string | null;
  /** Problems of the pages so far: a page with some can have contacts nevertheless. */
  readonly problems: readonly GatewayProblem[];
}

export type PagesAction =
  | { readonly type: 'more' | 'retry' | 'restart' }
  | {
      readonly type: 'answer';
      readonly page: ListResult['contacts'];
      readonly problems: readonly GatewayProblem[];
    };

export const firstState: ContactPages = {
  contacts: [],
  totalCount: null,
  status: 'reading',
  after: null,
  problems: [],
};

/** Adds answers to the list. Rows are taken as they come: the gateway's pages neither repeat nor miss contacts. */
export function reducePages(state: ContactPages, action: PagesAction): ContactPages {
  switch (action.type) {
    case 'more':
      return state.status === 'idle' ? { ...state, status: 'reading' } : state;
    case 'retry':
      return { ...state, status: 'reading', problems: [] };
    case 'restart':
      return firstState;
    case 'answer':
      return withPage(state, action.page, action.problems);
    default:
      return action satisfies never;
  }
}

function withPage(
  state: ContactPages,
  page: ListResult['contacts'],
  problems: readonly GatewayProblem[],
): ContactPages {
  if (!page) return { ...state, status: 'failed', problems };
  const { endCursor, hasNextPage } = page.pageInfo;
  return {
    contacts: [...state.contacts, ...page.nodes],
    totalCount: page.totalCount ?? state.totalCount,
    status: hasNextPage ? 'idle' : 'ended',
    after: endCursor ?? state.after,
    problems: [...state.problems, ...problems],
  };
}
