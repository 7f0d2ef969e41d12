import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@contacts/core';

/** Returns a text followed by the name that a field has in the REST API. */
export function withUpstreamName(text: string, name: string): string {
  return `${text} Upstream: \`${name}\`.`;
}

const maximum = MAX_PAGE_SIZE.toLocaleString('en');

/** Descriptions of the arguments that select a page. */
export const pageArgTexts = {
  first: `Number of records from the front: ${DEFAULT_PAGE_SIZE} by default if \`last\` is absent too, at most ${maximum}.`,
  after: 'Only records behind this cursor: an `endCursor`, or the `cursor` of an edge, of the same filter and order.',
  last: `Number of records from the back, at most ${maximum}.`,
  before:
    'Only records ahead of this cursor: a `startCursor`, or the `cursor` of an edge, of the same filter and order.',
} as const;
