import type { Check } from '../run/check.ts';
import { aggregateChecks } from './aggregate-checks.ts';
import { batchChecks } from './batch-checks.ts';
import { customFieldChecks } from './custom-field-checks.ts';
import { entityChecks } from './entity-checks.ts';
import { filterChecks } from './filter-checks.ts';
import { filterDateChecks } from './filter-date-checks.ts';
import { filterEmptyChecks, filterLikeChecks } from './filter-empty-checks.ts';
import { filterListChecks } from './filter-list-checks.ts';
import { filterPhoneChecks } from './filter-phone-checks.ts';
import { keyChecks, writeChecks } from './key-checks.ts';
import { listChecks } from './list-checks.ts';
import { orderChecks } from './order-checks.ts';
import { pagingChecks } from './paging-checks.ts';
import { recordChecks } from './record-checks.ts';
import { searchChecks } from './search-checks.ts';
import { wireChecks } from './wire-checks.ts';

/** All checks in the order of the run. Checks that write are last. */
export const contractChecks: readonly Check[] = [
  ...listChecks,
  ...orderChecks,
  ...pagingChecks,
  ...filterChecks,
  ...filterPhoneChecks,
  ...filterListChecks,
  ...filterEmptyChecks,
  ...filterLikeChecks,
  ...filterDateChecks,
  ...searchChecks,
  ...recordChecks,
  ...customFieldChecks,
  ...aggregateChecks,
  ...entityChecks,
  ...batchChecks,
  ...keyChecks,
  ...wireChecks,
  ...writeChecks,
];
