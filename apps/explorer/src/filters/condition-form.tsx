import type { FilterField, InputProblem, TypeReference } from '@contacts/client';
import { type FormEvent, useId, useState } from 'react';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { InputProblems } from '../problems/input-problems.tsx';
import type { Condition } from './condition.ts';
import { checkCondition } from './condition-problems.ts';
import { operatorTitle } from './condition-title.ts';
import { chosenField, fieldChoices, type FieldGroup, optionsOf } from './field-choices.ts';
import { firstValueOf, ValueInput } from './value-input.tsx';

export interface ConditionFormProps {
  readonly initial: Condition | undefined;
  /** The other conditions: two of a field can contradict each other. */
  readonly others: readonly string[];
  readonly customFields: CustomFields;
  readonly onApply: (condition: string) => void;
  readonly onCancel: () => void;
}

const firstCondition: Condition = { field: 'lastName', operator: 'contains', value: '' };
const text: TypeReference = { type: 'String' };

/** A condition: a field, an operator of its type, and a value of the operator's type. */
export function ConditionForm({
  initial = firstCondition,
  others,
  customFields,
  onApply,
  onCancel,
}: ConditionFormProps) {
  const id = useId();
  const [condition, setCondition] = useState(initial);
  const [problems, setProblems] = useState<readonly InputProblem[]>([]);
  const operators = chosenField(condition, customFields)?.operators ?? {};
  const reference = operators[condition.operator] ?? text;
  const change = (changed: Condition): void => {
    setProblems([]);
    setCondition(changed);
  };
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    const checked = checkCondition(condition, others, customFields);
    setProblems(checked.problems);
    if (checked.problems.length === 0) onApply(checked.text);
  };
  const changeOperator = (operator: string): void => {
    const { type, list } = operators[operator] ?? text;
    const isAlike = type === reference.type && list === reference.list;
    const first = firstValueOf({ type, ...(list && { list }) }, optionsOf(condition, customFields));
    change({ ...condition, operator, value: isAlike ? condition.value : first });
  };
  const groups = fieldChoices(condition, customFields);
  return (
    <form className="condition" onSubmit={apply} aria-label="Filter">
      <FieldSelect
        groups={groups}
        name={condition.field}
        onChange={(field) => change(beginCondition(field, condition.operator, customFields))}
      />
      <label>
        <span>Operator</span>
        <select value={condition.operator} onChange={({ target: { value } }) => changeOperator(value)}>
          {Object.entries(operators).map(([operator, { type }]) => (
            <option key={operator} value={operator}>
              {operatorTitle(operator, type)}
            </option>
          ))}
        </select>
      </label>
      <ValueInput
        reference={reference}
        options={condition.operator === 'isEmpty' ? [] : optionsOf(condition, customFields)}
        value={condition.value}
        onChange={(value) => change({ ...condition, value })}
        describedBy={problems.length > 0 ? id : undefined}
      />
      <div className="buttons">
        <button type="submit" className="primary">
          Apply
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
      {customFields.isReading ? <p className="hint">Reading the portal’s own fields…</p> : null}
      {customFields.hasFailed ? <p className="hint">The portal’s own fields could not be read.</p> : null}
      <InputProblems problems={problems} id={id} />
    </form>
  );
}

interface FieldSelectProps {
  readonly groups: readonly FieldGroup[];
  readonly name: string;
  readonly onChange: (field: FilterField) => void;
}

function FieldSelect({ groups, name, onChange }: FieldSelectProps) {
  const all = groups.flatMap(({ fields }) => fields.map(({ field }) => field));
  const choose = (chosen: string): void => {
    const field = all.find((known) => known.name === chosen);
    if (field) onChange(field);
  };
  return (
    <label>
      <span>Field</span>
      <select value={name} onChange={({ target: { value } }) => choose(value)}>
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.fields.map(({ field, title }) => (
              <option key={field.name} value={field.name}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** Begins a condition on another field, with the operator of the last one where the field has it. */
function beginCondition({ name, custom, operators }: FilterField, last: string, customFields: CustomFields): Condition {
  const operator = last in operators ? last : (Object.keys(operators)[0] ?? '');
  const begun = { field: name, custom, operator, value: '' };
  return { ...begun, value: firstValueOf(operators[operator], optionsOf(begun, customFields)) };
}
