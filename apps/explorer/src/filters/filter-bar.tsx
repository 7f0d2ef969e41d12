import { useState } from 'react';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { isSingle, readCondition } from './condition.ts';
import { conditionTitle } from './condition-title.ts';
import { ConditionForm } from './condition-form.tsx';

export interface FilterBarProps {
  readonly conditions: readonly string[];
  readonly customFields: CustomFields;
  /** Called when custom fields can be chosen. */
  readonly onPicking: () => void;
  readonly onChange: (conditions: readonly string[]) => void;
}

/** The conditions of the list, each of which can be changed and removed, and a form for one more. */
export function FilterBar({ conditions, customFields, onPicking, onChange }: FilterBarProps) {
  const [edited, setEdited] = useState<number | null>(null);
  const title = (condition: string): string => conditionTitle(condition, customFields.titles);
  const edit = (index: number): void => {
    onPicking();
    setEdited(index);
  };
  const others = conditions.filter((_, index) => index !== edited);
  const apply = (condition: string): void => {
    const place = edited ?? conditions.length;
    onChange([...new Set([...conditions.slice(0, place), condition, ...conditions.slice(place + 1)])]);
    setEdited(null);
  };
  return (
    <section className="filters" aria-label="Filters">
      <div className="chips">
        {conditions.map((condition, index) => (
          <span className="chip" key={condition}>
            {isSingle(condition) ? (
              <button type="button" aria-expanded={edited === index} onClick={() => edit(index)}>
                {title(condition)}
              </button>
            ) : (
              <span>{title(condition)}</span>
            )}
            <button
              type="button"
              aria-label={`Remove: ${title(condition)}`}
              onClick={() => {
                setEdited(null);
                onChange(conditions.filter((other) => other !== condition));
              }}
            >
              ×
            </button>
          </span>
        ))}
        <button type="button" className="add" aria-expanded={edited !== null} onClick={() => edit(conditions.length)}>
          + Filter
        </button>
      </div>
      {edited === null ? null : (
        <ConditionForm
          key={edited}
          initial={conditions[edited] === undefined ? undefined : readCondition(conditions[edited])}
          others={others}
          customFields={customFields}
          onApply={apply}
          onCancel={() => setEdited(null)}
        />
      )}
    </section>
  );
}
