import { filterFields, InputError, type InputProblem, parseFilter } from '@contacts/client';
import { type FormEvent, useId, useState } from 'react';
import { columnTitle } from '../columns/titles.ts';
import { InputProblems } from '../problems/input-problems.tsx';
import { type Condition, fieldNamed, operatorTitle, writeCondition } from './condition.ts';
import { firstValueOf, ValueInput } from './value-input.tsx';

export interface ConditionFormProps {
  readonly initial: Condition | undefined;
  /** The other conditions: two of a field can contradict each other. */
  readonly others: readonly string[];
  readonly onApply: (condition: string) => void;
  readonly onCancel: () => void;
}

const fields = filterFields.toSorted((one, other) => columnTitle(one.name).localeCompare(columnTitle(other.name)));
const firstCondition: Condition = { field: 'lastName', operator: 'contains', value: '' };

/** A condition: a field, an operator of its type, and a value of the operator's type. */
export function ConditionForm({ initial = firstCondition, others, onApply, onCancel }: ConditionFormProps) {
  const id = useId();
  const [condition, setCondition] = useState(initial);
  const [problems, setProblems] = useState<readonly InputProblem[]>([]);
  const operators = fieldNamed(condition.field)?.operators ?? {};
  const reference = operators[condition.operator] ?? { type: 'String' };
  const change = (part: Partial<Condition>): void => {
    setProblems([]);
    setCondition({ ...condition, ...part });
  };
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    const text = writeCondition({ ...condition, value: condition.value.trim() });
    const found = condition.value.trim() === '' ? [missingValue] : problemsOf(text, others);
    setProblems(found);
    if (found.length === 0) onApply(text);
  };
  const changeField = (name: string): void => {
    const { operators: own = {} } = fieldNamed(name) ?? {};
    const operator = condition.operator in own ? condition.operator : (Object.keys(own)[0] ?? '');
    change({ field: name, operator, value: firstValueOf(own[operator]) });
  };
  return (
    <form className="condition" onSubmit={apply} aria-label="Filter">
      <label>
        <span>Field</span>
        <select value={condition.field} onChange={(event) => changeField(event.target.value)}>
          {fields.map(({ name }) => (
            <option key={name} value={name}>
              {columnTitle(name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Operator</span>
        <select
          value={condition.operator}
          onChange={({ target: { value } }) => change({ operator: value, value: firstValueOf(operators[value]) })}
        >
          {Object.entries(operators).map(([operator, { type }]) => (
            <option key={operator} value={operator}>
              {operatorTitle(operator, type)}
            </option>
          ))}
        </select>
      </label>
      <ValueInput
        reference={reference}
        value={condition.value}
        onChange={(value) => change({ value })}
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
      <InputProblems problems={problems} id={id} />
    </form>
  );
}

const missingValue: InputProblem = {
  place: 'Value',
  message: 'is missing. For contacts without a value, choose the operator “is empty”, where the field has it.',
  allowed: [],
  suggestion: undefined,
};

function problemsOf(text: string, others: readonly string[]): readonly InputProblem[] {
  try {
    parseFilter([text], 'Value');
    parseFilter([...others, text], 'Filters');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The place repeats what stands in the form.
    return error.problems.map((problem) => ({ ...problem, place: problem.place.split(' ')[0] ?? '' }));
  }
}
