import {
  type Condition,
  type ContactField,
  contactFields,
  type ContactFilter,
  type FilterOperator,
  type FilterScalar,
  InvalidArgumentError,
  onShownTimes,
  operatorsOfKind,
} from '@contacts/core';
import { builder } from './builder.ts';
import { filterInputs } from './filter-inputs.ts';
import { checkLength, type InputLimits } from './input-limits.ts';

/** Fields that have other names in GraphQL, as on the type `Contact`, since theirs mean the global id or a relation. */
const inputNames: Partial<Record<ContactField, string>> = {
  id: 'contactId',
  createdBy: 'createdById',
  updatedBy: 'updatedById',
  honorific: 'honorificId',
};
const fieldOf = new Map(
  (Object.keys(contactFields) as readonly ContactField[]).map((field) => [inputNames[field] ?? field, field] as const),
);

export const ContactFilterInput = builder.inputType('ContactFilter', {
  description: 'Which contacts to list. All conditions must hold: the upstream has no OR that is known to work.',
  fields: (t) => ({
    contactId: t.field({ type: filterInputs.id, description: 'The number of the contact in Bitrix24.' }),
    name: t.field({ type: filterInputs.text }),
    lastName: t.field({ type: filterInputs.text }),
    secondName: t.field({ type: filterInputs.text }),
    phone: t.field({ type: filterInputs.multifield }),
    email: t.field({ type: filterInputs.multifield }),
    companyId: t.field({ type: filterInputs.link }),
    post: t.field({ type: filterInputs.text }),
    comments: t.field({ type: filterInputs.longText }),
    typeId: t.field({ type: filterInputs.code }),
    sourceId: t.field({ type: filterInputs.code }),
    sourceDescription: t.field({ type: filterInputs.longText }),
    assignedById: t.field({ type: filterInputs.link }),
    createdById: t.field({ type: filterInputs.link }),
    updatedById: t.field({ type: filterInputs.link }),
    createdTime: t.field({ type: filterInputs.datetime }),
    updatedTime: t.field({ type: filterInputs.datetime }),
    opened: t.field({ type: filterInputs.boolean }),
    export: t.field({ type: filterInputs.boolean }),
    leadId: t.field({ type: filterInputs.link }),
    honorificId: t.field({ type: filterInputs.code }),
  }),
});

type Operators = Readonly<Record<string, FilterScalar | readonly FilterScalar[] | null | undefined>>;

/**
 * The conditions of a `ContactFilter` input.
 * @throws InvalidArgumentError naming the path of the input that cannot be a condition
 */
export function toContactFilter(
  input: typeof ContactFilterInput.$inferInput | null | undefined,
  limits: InputLimits,
): ContactFilter {
  return Object.entries(input ?? {}).flatMap(([name, operators]) => {
    const field = fieldOf.get(name);
    if (!field || !operators) return [];
    return conditionsOn(field, `filter.${name}`, operators, limits);
  });
}

function conditionsOn(
  field: ContactField,
  path: string,
  operators: Operators,
  limits: InputLimits,
): readonly Condition[] {
  const allowed: readonly FilterOperator[] = operatorsOfKind[contactFields[field].kind];
  const conditions = allowed
    .filter((operator) => operators[operator] !== undefined)
    .map((operator) => ({ field, operator, value: checkedValue(`${path}.${operator}`, operators[operator], limits) }));
  // The upstream takes one wanted value or one list of them for a field.
  const wanting = conditions.filter(
    ({ operator, value }) => operator === 'eq' || operator === 'in' || (operator === 'isEmpty' && value === true),
  );
  if (wanting.length > 1) throw new InvalidArgumentError(path, operators, 'only one of eq, in and isEmpty: true');
  return conditions.flatMap(onShownTimes);
}

function checkedValue(path: string, value: Operators[string], limits: InputLimits): Condition['value'] {
  if (value === null || value === undefined) {
    throw new InvalidArgumentError(
      path,
      null,
      'a value, or leaving the operator out; isEmpty finds contacts without a value',
    );
  }
  if (typeof value === 'object') checkLength(path, value, limits.values, 'values');
  if (value === '' || (typeof value === 'object' && value.includes(''))) {
    throw new InvalidArgumentError(path, value, 'a text that is not empty; isEmpty finds contacts without a value');
  }
  return value;
}
