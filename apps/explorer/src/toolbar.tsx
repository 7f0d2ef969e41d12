import { ColumnPicker } from './columns/column-picker.tsx';
import { OrderForm } from './columns/order-form.tsx';
import type { CustomFields } from './columns/use-custom-fields.ts';
import type { PageOptions } from './page-options.ts';
import { Popover } from './popover.tsx';
import { RestForm } from './rest/rest-form.tsx';
import { SearchBox } from './search-box.tsx';
import { CopyButton } from './share/copy-button.tsx';
import { graphiqlLink } from './share/graphiql-link.ts';
import { typedCode } from './share/typed-code.ts';
import type { ListOperation } from './view/list-operation.ts';
import type { View } from './view/view.ts';

export interface ToolbarProps {
  readonly options: PageOptions;
  readonly view: View;
  readonly operation: ListOperation;
  readonly customFields: CustomFields;
  /** Called when custom fields can be chosen. */
  readonly onPicking: () => void;
  readonly onChange: (part: Partial<View>) => void;
  readonly onKey: () => void;
}

/** The name of the page, the search box, and what can be done with the list. */
export function Toolbar({ options, view, operation, customFields, onPicking, onChange, onKey }: ToolbarProps) {
  const { columns, orderBy, search } = view;
  const code = typedCode(operation, columns, new URL('graphql', location.href).href);
  return (
    <header className="toolbar">
      <h1>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1l6 3.5v7L8 15l-6-3.5v-7z" />
        </svg>
        Contacts
      </h1>
      <SearchBox value={search} onChange={(text) => onChange({ search: text })} />
      <nav aria-label="Actions">
        <Popover label={`Columns · ${columns.length}`} onOpen={onPicking}>
          <ColumnPicker
            columns={columns}
            customFields={customFields}
            onChange={(changed) => onChange({ columns: changed })}
          />
        </Popover>
        <Popover label={orderBy.length === 0 ? 'Sort' : `Sort · ${orderBy.length}`} onOpen={onPicking}>
          <OrderForm
            orderBy={orderBy}
            customFields={customFields}
            onChange={(changed) => onChange({ orderBy: changed })}
          />
        </Popover>
        <Popover label="From REST" onOpen={onPicking}>
          <RestForm customFields={customFields} onShow={onChange} />
        </Popover>
        {options.graphiql ? (
          <a className="button" href={graphiqlLink(operation)} target="_blank" rel="noreferrer">
            Open in GraphiQL
          </a>
        ) : null}
        <CopyButton text={code} label="Copy as code" />
        <button type="button" onClick={onKey}>
          Key
        </button>
      </nav>
    </header>
  );
}
