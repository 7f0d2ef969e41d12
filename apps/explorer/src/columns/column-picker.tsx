import { useState } from 'react';
import { defaultColumns } from '../view/view.ts';
import { columnGroups } from './column-groups.ts';
import type { CustomFields } from './use-custom-fields.ts';

export interface ColumnPickerProps {
  readonly columns: readonly string[];
  readonly customFields: CustomFields;
  readonly onChange: (columns: readonly string[]) => void;
}

/** Chooses the columns of the table; those chosen last stand at its end. */
export function ColumnPicker({ columns, customFields, onChange }: ColumnPickerProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const groups = columnGroups(customFields.fields)
    .map((group) => ({
      ...group,
      columns: group.columns.filter(({ path, title }) =>
        `${group.title} ${title} ${path}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter((group) => group.columns.length > 0);
  const toggle = (path: string): void => {
    const others = columns.filter((column) => column !== path);
    if (others.length === columns.length) onChange([...columns, path]);
    else if (others.length > 0) onChange(others);
  };
  return (
    <div className="picker">
      <div className="picker-head">
        <input
          type="search"
          placeholder="Find a column"
          aria-label="Find a column"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <button type="button" onClick={() => onChange(defaultColumns)}>
          Default
        </button>
      </div>
      <div className="picker-groups">
        {groups.map((group) => (
          <fieldset key={group.title}>
            <legend>{group.title}</legend>
            {group.columns.map(({ path, title, description }) => (
              <label key={path} title={description}>
                <input
                  type="checkbox"
                  checked={columns.includes(path)}
                  disabled={columns.length === 1 && columns[0] === path}
                  onChange={() => toggle(path)}
                />
                {title}
              </label>
            ))}
          </fieldset>
        ))}
        {groups.length === 0 ? <p className="hint">There is no such column. Search by a part of its name.</p> : null}
        {customFields.isReading ? <p className="hint">Reading the portal’s own fields…</p> : null}
        {customFields.hasFailed ? (
          <p className="hint">The portal’s own fields could not be read. “All custom fields” may still work.</p>
        ) : null}
      </div>
    </div>
  );
}
