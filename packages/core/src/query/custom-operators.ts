import { customFieldSpec } from '../entities/custom-field-spec.ts';
import type { FieldDescription } from '../entities/field-description.ts';
import { type FilterOperator, operatorsOfKind } from './filter.ts';

const equality = ['eq', 'ne', 'in', 'notIn', 'isEmpty'] as const;
const range = ['gt', 'gte', 'lt', 'lte'] as const;

/**
 * Returns the operators that the upstream has for a custom field. It has no "is empty" of numbers, which finds 0 as well,
 * and no inequality of values whose empty ones `<>` does not find (contract §11.6); of several values a condition looks at
 * any one, so that there is no "none of them".
 */
export function operatorsOfCustomField(description: FieldDescription): readonly FilterOperator[] {
  const { type } = description;
  const { kind } = customFieldSpec(description);
  switch (kind) {
    case 'list':
      return listOperators(type);
    case 'number':
      return ['eq', 'in', ...range];
    case 'datetime':
    case 'date':
      return ['eq', ...range, 'isEmpty'];
    case 'link':
      return type === 'enumeration' ? equality : [...equality, ...range];
    default:
      return operatorsOfKind[kind];
  }
}

function listOperators(type: string): readonly FilterOperator[] {
  if (type === 'string') return ['eq', 'in', 'contains', 'isEmpty'];
  const isCertain = type !== 'boolean' && type !== 'date' && type !== 'datetime' && type !== 'money';
  return isCertain ? ['eq', 'in', 'isEmpty'] : ['isEmpty'];
}
