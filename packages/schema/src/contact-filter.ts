import { contacts } from '@contacts/core';
import { entityFilter } from './entity/filter-input.ts';

/** The filter of contacts. */
export const contactFilter = entityFilter(contacts);
