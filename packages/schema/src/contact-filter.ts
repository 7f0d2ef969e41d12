import {
  type Condition,
  type ContactField,
  contactFields,
  contacts,
  type Filter,
  type FilterOperator,
  type FilterScalar,
  InvalidArgumentError,
  onShownTimes,
  operatorsOfKind,
} from '@contacts/core';
import { builder } from './builder.ts';
import { describeContactFilter } from './descriptions.ts';
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

/** The input field for the conditions on `field`: those of its kind. */
function on<F extends ContactField>(field: F) {
  return {
    type: filterInputs[contactFields[field].kind] as (typeof filterInputs)[(typeof contactFields)[F]['kind']],
    description: describeContactFilter(field),
  };
}

export const ContactFilterInput = builder.inputType('ContactFilter', {
  description: 'Which contacts to list. All conditions must hold: the upstream has no OR that is known to work.',
  fields: (t) => ({
    contactId: t.field(on('id')),
    name: t.field(on('name')),
    lastName: t.field(on('lastName')),
    secondName: t.field(on('secondName')),
    phone: t.field(on('phone')),
    email: t.field(on('email')),
    companyId: t.field(on('companyId')),
    post: t.field(on('post')),
    comments: t.field(on('comments')),
    typeId: t.field(on('typeId')),
    sourceId: t.field(on('sourceId')),
    sourceDescription: t.field(on('sourceDescription')),
    assignedById: t.field(on('assignedById')),
    createdById: t.field(on('createdBy')),
    updatedById: t.field(on('updatedBy')),
    createdTime: t.field(on('createdTime')),
    updatedTime: t.field(on('updatedTime')),
    opened: t.field(on('opened')),
    export: t.field(on('export')),
    leadId: t.field(on('leadId')),
    honorificId: t.field(on('honorific')),
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
): Filter<ContactField> {
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
): Filter<ContactField> {
  const allowed: readonly FilterOperator[] = operatorsOfKind[contactFields[field].kind];
  const conditions = allowed
    .filter((operator) => operators[operator] !== undefined)
    .map((operator) => ({ field, operator, value: checkedValue(`${path}.${operator}`, operators[operator], limits) }));
  // The upstream takes one wanted value or one list of them for a field.
  const wanting = conditions.filter(
    ({ operator, value }) => operator === 'eq' || operator === 'in' || (operator === 'isEmpty' && value === true),
  );
  if (wanting.length > 1) throw new InvalidArgumentError(path, operators, 'only one of eq, in and isEmpty: true');
  return conditions.flatMap((condition) => onShownTimes(contacts, condition));
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
