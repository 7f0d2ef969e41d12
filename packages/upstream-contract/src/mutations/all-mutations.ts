import { aggregateMutations } from './aggregate-mutations.ts';
import { batchMutations } from './batch-mutations.ts';
import { customFieldMutations } from './custom-field-mutations.ts';
import { dateMutations } from './date-mutations.ts';
import { emptyOrderMutations } from './empty-order-mutations.ts';
import { emptyMutations } from './empty-mutations.ts';
import { entityMutations } from './entity-mutations.ts';
import { filterListMutations } from './filter-list-mutations.ts';
import { filterSyntaxMutations } from './filter-syntax-mutations.ts';
import { keyMutations } from './key-mutations.ts';
import { listMutations } from './list-mutations.ts';
import { operatorMutations } from './operator-mutations.ts';
import { orderMutations } from './order-mutations.ts';
import { recordMutations } from './record-mutations.ts';
import { textMutations } from './text-mutations.ts';
import { windowMutations } from './window-mutations.ts';
import { wireMutations } from './wire-mutations.ts';
import type { Mutation } from './mutation.ts';

/** All broken upstreams. */
export const mutations: readonly Mutation[] = [
  ...windowMutations,
  ...listMutations,
  ...orderMutations,
  ...emptyOrderMutations,
  ...operatorMutations,
  ...filterListMutations,
  ...filterSyntaxMutations,
  ...dateMutations,
  ...emptyMutations,
  ...textMutations,
  ...recordMutations,
  ...customFieldMutations,
  ...aggregateMutations,
  ...batchMutations,
  ...entityMutations,
  ...keyMutations,
  ...wireMutations,
];
