import { emptyFindsZero, readField } from '../entities/entity.ts';
import type { Condition, Filter } from '../query/filter.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import type { Order } from '../query/order.ts';
import type { Sorting } from './listing.ts';

/**
 * The keys that a read of records without a number is sorted by first. The upstream's empty value finds those with a 0,
 * too (contract §11.6): sorted, they stand behind those without a value, where {@link withoutZeros} cuts them off.
 */
export function emptiesFirst({ entity, empties }: Sorting, bounds: Filter): Order {
  const direction = empties === 'low' ? 'asc' : 'desc';
  return bounds.flatMap((condition) =>
    isEmptyNumber(entity, condition) ? [{ field: condition.field, direction }] : [],
  );
}

/** Returns an answer without the zeros that the upstream's empty value finds beside empty values. Its order is checked. */
export function withoutZeros({ entity, filter }: Pick<ListQuery, 'entity' | 'filter'>, answer: ListAnswer): ListAnswer {
  const fields = filter.flatMap((condition) => (isEmptyNumber(entity, condition) ? [condition.field] : []));
  if (fields.length === 0) return answer;
  const end = answer.rows.findIndex((row) => fields.some((field) => readField(entity, row, field) !== null));
  return end === -1 ? answer : { ...answer, rows: answer.rows.slice(0, end), hasMore: false };
}

function isEmptyNumber(entity: ListQuery['entity'], { field, operator, value }: Condition): boolean {
  return operator === 'isEmpty' && value === true && emptyFindsZero(entity, field);
}
