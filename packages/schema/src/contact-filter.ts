import { contacts } from '@contacts/core';
import { filterInput } from './entity/filter-input.ts';

export const ContactFilterInput = filterInput(contacts);
