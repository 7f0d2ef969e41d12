import { isCustomColumn } from '@contacts/client';
import { useCallback, useMemo, useState } from 'react';
import { useCustomFields } from './columns/use-custom-fields.ts';
import { ContactPanel } from './contact/contact-panel.tsx';
import { isCustomCondition } from './filters/condition.ts';
import { FilterBar } from './filters/filter-bar.tsx';
import type { AnsweredOperation } from './gateway/report.ts';
import { ListScreen } from './list/list-screen.tsx';
import type { PageOptions } from './page-options.ts';
import type { Advice } from './problems/advice.ts';
import { InputProblems } from './problems/input-problems.tsx';
import { Toolbar } from './toolbar.tsx';
import { listOperation } from './view/list-operation.ts';
import { useView } from './view/use-view.ts';

export interface ExplorerProps {
  readonly options: PageOptions;
  /** The latest operation of each name, the last one first. */
  readonly answered: readonly AnsweredOperation[];
  /** Asks for another key. */
  readonly onKey: () => void;
}

/** The contacts of one caller, with all that the view of the address says. */
export function Explorer({ options, answered, onKey }: ExplorerProps) {
  const { view, problems, change } = useView();
  const [isPicking, setIsPicking] = useState(false);
  // Fields that were read stay in use: a form that closes leaves others open.
  const startPicking = useCallback(() => setIsPicking(true), []);
  const { columns, conditions, orderBy, search } = view;
  const customFields = useCustomFields(
    isPicking || view.contact !== null || columns.some(isCustomColumn) || conditions.some(isCustomCondition),
  );
  const operation = useMemo(
    () => listOperation({ columns, conditions, orderBy, search }),
    [columns, conditions, orderBy, search],
  );
  const select = useCallback((contact: number) => change({ contact }), [change]);
  const close = (): void => {
    const opened = view.contact;
    change({ contact: null });
    document.querySelector<HTMLElement>(`[data-contact="${opened}"] [data-row-link]`)?.focus();
  };
  const offer = (kind: Advice['offer']): void => {
    if (kind === 'key') onKey();
  };
  return (
    <div className="explorer">
      <Toolbar
        options={options}
        view={view}
        operation={operation}
        customFields={customFields}
        onPicking={startPicking}
        onChange={change}
        onKey={onKey}
      />
      <InputProblems problems={problems.map((problem) => ({ ...problem, place: `Address, ${problem.place}:` }))} />
      <FilterBar
        conditions={conditions}
        customFields={customFields}
        onPicking={startPicking}
        onChange={(changed) => change({ conditions: changed })}
      />
      <div className="screen" data-panel={view.contact !== null}>
        <ListScreen
          key={`${operation.firstPage} ${JSON.stringify(operation.variables)}`}
          operation={operation}
          view={view}
          customFields={customFields}
          answered={answered}
          onOrder={(changed) => change({ orderBy: changed })}
          onSelect={select}
          onOffer={offer}
        />
        {view.contact === null ? null : (
          <ContactPanel
            key={view.contact}
            contactId={view.contact}
            customFields={customFields}
            onClose={close}
            onOffer={offer}
          />
        )}
      </div>
    </div>
  );
}
