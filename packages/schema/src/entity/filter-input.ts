import { apiName, type Entity, type Filter, kindOf, operatorsOf, specOf } from '@contacts/core';
import type { InputFieldMap, InputRef } from '@pothos/core';
import { builder, type Types } from '../builder.ts';
import { CustomFieldFilter } from '../custom-filter.ts';
import { filterInputs } from '../filter-inputs.ts';
import type { InputLimits } from '../input-limits.ts';
import { PhoneFilter } from '../phone-filter.ts';
import { describeFilter } from './texts.ts';
import { type FilterArgs, type FilterInput, MAX_OR_FILTERS, toFilter, toFilterArgs } from './to-filter.ts';
import { typeName } from './type-name.ts';

type InputBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** The filter of an entity: its input type, and the functions that read it. */
export interface EntityFilter {
  readonly type: InputRef<FilterInput>;
  /** @throws InvalidArgumentError naming the path of the input that cannot be a condition */
  readonly read: (input: FilterInput | null | undefined, limits: InputLimits) => FilterArgs;
  /** Reads it as one filter. @throws InvalidArgumentError as `read`, and for an `or` that is no list of values */
  readonly readOne: (input: FilterInput | null | undefined, limits: InputLimits) => Filter;
}

/** Creates the filter of an entity from its table: an input field for each field that the upstream filters by. */
export function entityFilter(entity: Entity): EntityFilter {
  const type = builder.inputRef<FilterInput>(`${typeName(entity)}Filter`);
  type.implement({
    description: `The ${entity.name} to list. All conditions must hold, and one of the filters in \`or\` if it is given.`,
    fields: (t) => ({
      ...fieldsOf(t, entity),
      ...(entity.hasCustomFields && { custom: customField(t) }),
      or: t.field({ type: [type], description: orText }),
    }),
  });
  return {
    type,
    read: (input, limits) => toFilterArgs(entity, input, limits),
    readOne: (input, limits) => toFilter(entity, input, limits),
  };
}

const orText = `At least one of these filters must hold: 1 to ${MAX_OR_FILTERS}, each with at least one condition and no \`or\` of its own. The upstream has no OR that is known to work: each filter is a list of its own, all of them in one request. By an order with a text, a second request reads what they found in that order. Filters that differ in the wanted value of one field alone are one list.`;

function fieldsOf(t: InputBuilder, entity: Entity): InputFieldMap {
  const fields = Object.keys(entity.fields).filter((field) => operatorsOf(entity, field).length > 0);
  return Object.fromEntries(fields.map((field) => [apiName(entity, field), conditionsOn(t, entity, field)]));
}

function customField(t: InputBuilder) {
  return t.field({
    type: [CustomFieldFilter],
    description:
      'Conditions on custom fields of the portal, all of which must hold; at most 50, unless the gateway is set otherwise. Upstream: names such as `ufCrm_1720019876534`.',
  });
}

/** Returns the input field of the conditions on a field, with the operators of its kind. */
function conditionsOn(t: InputBuilder, entity: Entity, field: string) {
  const type = specOf(entity, field).isPhone ? PhoneFilter : filterInputs[kindOf(entity, field)];
  if (!type) throw new TypeError(`There is no input for the operators of ${entity.name}.${field}.`);
  return t.field({ type, description: describeFilter(entity, field) });
}
