import { parse } from 'qs';
import type { Switches } from '../switches.ts';

// The longest list of ids that one query string is sent with; a body has no such bound.
const longestList = 5000;
// Past this many items `qs` makes an object of a list by default.
const listsOfQs = 20;

/**
 * Parses a query string in bracket syntax. Lists with an index for each item are sent with 50 of them by a live client
 * (contract §11.2); by default `qs` makes an object of such a list above 20 (contract §1, switch `longIndexedLists`).
 */
export function parseQuery(text: string, { longIndexedLists }: Switches): Record<string, unknown> {
  const arrayLimit = longIndexedLists === 'list' ? longestList : listsOfQs;
  return parse(text, { depth: 10, arrayLimit, parameterLimit: longestList, allowPrototypes: false });
}
