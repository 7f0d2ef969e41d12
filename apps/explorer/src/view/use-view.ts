import type { InputProblem } from '@contacts/client';
import { useCallback, useEffect, useState } from 'react';
import type { View } from './view.ts';
import { type ReadView, readView, writeView } from './view-url.ts';

/** The view of the address, and a way to change it. */
export interface ViewState {
  readonly view: View;
  /** The parts of the address that could not be used. */
  readonly problems: readonly InputProblem[];
  /** Changes parts of the view, and the address with it. A step back in the history undoes the change. */
  readonly change: (part: Partial<View>) => void;
}

/** Keeps the view and the address of the page alike. */
export function useView(): ViewState {
  const [{ view, problems }, setRead] = useState<ReadView>(() => readView(location.search));
  useEffect(() => {
    const followHistory = (): void => setRead(readView(location.search));
    addEventListener('popstate', followHistory);
    return () => removeEventListener('popstate', followHistory);
  }, []);
  const change = useCallback((part: Partial<View>) => {
    setRead((earlier) => ({ view: { ...earlier.view, ...part }, problems: [] }));
  }, []);
  useEffect(() => {
    // A first address stays as it was typed until something is changed.
    if (problems.length > 0) return;
    const query = writeView(view);
    if (query !== writeView(readView(location.search).view))
      history.pushState(null, '', `${location.pathname}${query}`);
  }, [view, problems]);
  return { view, problems, change };
}
