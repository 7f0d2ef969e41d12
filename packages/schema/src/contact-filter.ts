import { contacts } from '@contacts/core';
import { entityFilter } from './entity/filter-input.ts';

/** Filter of contacts. */
export const contactFilter = entityFilter(contacts);
