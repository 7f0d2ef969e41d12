import { parse } from 'qs';
import type { Switches } from '../switches.ts';

// The maximum length of a list in a query string; a body has no such limit.
const maxListLength = 5000;
// By default `qs` parses a longer list as an object.
const defaultArrayLimit = 20;

/**
 * Parses a query string in bracket syntax. A live client sends lists of 50 items with an index for each item (contract
 * §11.2); `qs` by default parses such a list above 20 items as an object (contract §1, switch `longIndexedLists`).
 */
export function parseQuery(text: string, { longIndexedLists }: Switches): Record<string, unknown> {
  const arrayLimit = longIndexedLists === 'list' ? maxListLength : defaultArrayLimit;
  return parse(text, { depth: 10, arrayLimit, parameterLimit: maxListLength, allowPrototypes: false });
}
