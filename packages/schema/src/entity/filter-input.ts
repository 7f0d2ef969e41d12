import { apiName, type Entity, kindOf, operatorsOf } from '@contacts/core';
import type { InputFieldMap } from '@pothos/core';
import { builder, type Types } from '../builder.ts';
import { filterInputs } from '../filter-inputs.ts';
import { describeFilter } from './texts.ts';
import type { FilterInput } from './to-filter.ts';
import { typeName } from './type-name.ts';

type InputBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/**
 * Makes the filter input of an entity from its table: an input field for each field that the upstream filters by.
 * @param more input fields beside those of the table
 */
export function filterInput(entity: Entity, more: (t: InputBuilder) => InputFieldMap = () => ({})) {
  const description = `The ${entity.name} to list. All conditions must hold: the upstream has no OR that is known to work.`;
  return builder.inputRef<FilterInput>(`${typeName(entity)}Filter`).implement({
    description,
    fields: (t) => ({ ...fieldsOf(t, entity), ...more(t) }) as never,
  });
}

function fieldsOf(t: InputBuilder, entity: Entity): InputFieldMap {
  const fields = Object.keys(entity.fields).filter((field) => operatorsOf(entity, field).length > 0);
  return Object.fromEntries(fields.map((field) => [apiName(entity, field), conditionsOn(t, entity, field)]));
}

/** The input field of the conditions on a field: those of its kind. */
function conditionsOn(t: InputBuilder, entity: Entity, field: string) {
  const type = filterInputs[kindOf(entity, field)];
  if (!type) throw new TypeError(`There is no input for the operators of ${entity.name}.${field}.`);
  return t.field({ type, description: describeFilter(entity, field) });
}
