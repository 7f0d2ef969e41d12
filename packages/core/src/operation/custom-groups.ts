import type { CustomFieldDescription } from '../entities/custom-field.ts';
import { textOf } from '../entities/custom-field-text.ts';
import { decodeCustomValue } from '../entities/custom-field-value.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { Aggregate, ContactGroup } from '../wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';

const ARGUMENT = 'groupByCustom';

/** @throws InvalidArgumentError for a field whose groups would not add up to the contacts, or would be one for each */
export function checkGroupable({ name, type, isMultiple }: CustomFieldDescription): void {
  if (!isMultiple && type !== 'file') return;
  const has = isMultiple ? 'has several values' : 'holds files';
  throw new InvalidArgumentError(ARGUMENT, name, `a custom field with one value; this one ${has}`);
}

/**
 * Returns the values that are counted one by one where more contacts pass than the upstream groups.
 * @throws InvalidArgumentError for a field whose values the portal does not list
 */
export function listedValues({ name, type, items }: CustomFieldDescription): readonly number[] {
  if (type === 'enumeration') return items.map(({ id }) => Number(id));
  const allowed = `an enumeration where more than ${MAX_GROUPED_RECORDS} contacts pass the filter; this one is of the type "${type}"`;
  throw new InvalidArgumentError(ARGUMENT, name, allowed);
}

/** Returns an aggregate with its keys as texts, and the titles of options. */
export function titled(aggregate: Aggregate, description: CustomFieldDescription): Aggregate {
  return { ...aggregate, groups: aggregate.groups.map((group) => titledGroup(group, description)) };
}

function titledGroup(group: ContactGroup, description: CustomFieldDescription): ContactGroup {
  if (group.key === null || group.key === '') return { ...group, key: null };
  const value = decodeCustomValue(group.key, description);
  if (value.kind !== 'option') return { ...group, key: textOf([value]) };
  const { id, title } = value;
  return { ...group, key: id, ...(title === null ? {} : { title }) };
}
