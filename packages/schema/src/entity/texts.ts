import { type Entity, type FieldKind, kindOf, specOf } from '@contacts/core';
import { withUpstreamName } from '../descriptions.ts';

/** Sentences on the place of values in an order, by kind of field. */
const orderTexts: Partial<Record<FieldKind, string>> = {
  code: 'Sorted by code, not by the name that the dictionary has for it.',
  link: 'Sorted by number, not by name.',
};

/** Returns the description of an entity's field: its text, and its name in the REST API. */
export function describeField(entity: Entity, field: string): string {
  return withUpstreamName(specOf(entity, field).text, field);
}

/** Returns the description of the conditions on a field. */
export function describeFilter(entity: Entity, field: string): string {
  const { text, filterText = text } = specOf(entity, field);
  return withUpstreamName(filterText, field);
}

/** Returns the description of a sort key. */
export function describeOrder(entity: Entity, field: string): string {
  const place = orderTexts[kindOf(entity, field)];
  return [describeField(entity, field), ...(place === undefined ? [] : [place])].join(' ');
}
