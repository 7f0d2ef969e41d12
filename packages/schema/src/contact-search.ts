import { contactSearch, MAX_SEARCH_LENGTH, MIN_SEARCH_LENGTH } from '@contacts/core';
import type { EntitySearch } from './entity/entity-pages.ts';

/** The search box of contacts. */
export const searchBox: EntitySearch = {
  description: `The text that a user types into a search box, ${MIN_SEARCH_LENGTH} to ${MAX_SEARCH_LENGTH} characters; it applies besides \`filter\`. One word is a part of the first name, the last name or an e-mail address; digits can be a part of a phone number, too. A phone number can be written with \`+\`, spaces, brackets and dashes: its digits are compared with the numbers as the portal stores them, those of a Russian number without the first 7 or 8. Two to four words are a first and a last name in either order, or a part of one of them. Upper and lower case are the same to the upstream. Each way to match is a list of its own, up to eight in one request. By an order with a text, a second request reads what they found in that order.`,
  read: contactSearch,
};
