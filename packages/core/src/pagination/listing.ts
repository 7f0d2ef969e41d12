import type { Entity } from '../entities/entity.ts';
import type { Filter } from '../query/filter.ts';
import type { Order } from '../query/order.ts';
import type { NullsOrder } from './nulls-order.ts';

/** An order of the records of an entity, as the upstream has it. */
export interface Sorting {
  readonly entity: Entity;
  readonly order: Order;
  readonly empties: NullsOrder;
}

/** The records of an entity that pass a filter, in an order. */
export interface Listing extends Sorting {
  readonly filter: Filter;
}
