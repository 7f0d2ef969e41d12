import { InputError, type InputProblem, parseFilter } from '@contacts/client';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { type Condition, conditionsOf, writeCondition } from './condition.ts';

/** A condition as the view keeps it, or what is wrong with it. */
export interface Checked {
  readonly text: string;
  readonly problems: readonly InputProblem[];
}

/**
 * Checks a condition of the form.
 * @param others the conditions beside it: two of a field can contradict each other
 */
export function checkCondition(condition: Condition, others: readonly string[], customFields: CustomFields): Checked {
  const value = condition.value.trim();
  if (value === '') return refused(missingValue);
  if (condition.custom !== undefined && !customFields.isRead) return refused(missingFields);
  const typed = writeCondition({ ...condition, value });
  try {
    const [text = typed] = conditionsOf(parseFilter([typed], 'Value', customFields.fields));
    parseFilter([...others, text], 'Filters');
    return { text, problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The place repeats what stands in the form.
    return refused(...error.problems.map((problem) => ({ ...problem, place: problem.place.split(' ')[0] ?? '' })));
  }
}

function refused(...problems: readonly InputProblem[]): Checked {
  return { text: '', problems };
}

const missingValue: InputProblem = {
  place: 'Value',
  message: 'is missing. For contacts without a value, choose the operator “is empty”, where the field has it.',
  allowed: [],
  suggestion: undefined,
};
const missingFields: InputProblem = {
  place: 'Field',
  message: 'is one of the portal’s own fields, which are not read yet. Wait a moment, or choose a field of contacts.',
  allowed: [],
  suggestion: undefined,
};
