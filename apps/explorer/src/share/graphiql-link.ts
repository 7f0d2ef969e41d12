import type { ListOperation } from '../view/list-operation.ts';

/**
 * Returns the address of GraphiQL with an operation in its first tab. It stands in the fragment, which browsers keep to
 * themselves: no log on the way has the values of filters.
 */
export function graphiqlLink({ firstPage, variables }: ListOperation): string {
  const operation = { query: firstPage, variables: JSON.stringify(variables, undefined, 2) };
  return `graphql#operation=${encodeURIComponent(JSON.stringify(operation))}`;
}
