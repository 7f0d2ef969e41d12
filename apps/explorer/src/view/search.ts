import type { ContactFilter } from '@contacts/client';

/**
 * Returns the filter with the text of the search box added; the only place that knows how the box searches.
 * A condition on the last name that the user set has precedence over the search.
 */
export function withSearch(filter: ContactFilter | undefined, search: string): ContactFilter | undefined {
  const text = search.trim();
  if (text === '') return filter;
  return { ...filter, lastName: { contains: text, ...filter?.lastName } };
}
