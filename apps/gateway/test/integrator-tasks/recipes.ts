import { readFileSync } from 'node:fs';

/** An operation of docs/recipes.md. */
export interface Recipe {
  /** The heading that it stands below. */
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The number of upstream requests that the page gives. */
  readonly requests: number;
}

const operation = /^Costs (\d+) upstream requests?\.\n\n```graphql\n([^`]*)```\n(?:\n```json\n([^`]*)```\n)?/gm;

/** All recipes, in the order of the page. */
export const recipes: readonly Recipe[] = readFileSync(new URL('../../../../docs/recipes.md', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .flatMap((section) =>
    [...section.matchAll(operation)].map(([, requests = '', query = '', variables = '{}']) => ({
      title: section.slice(0, section.indexOf('\n')),
      query,
      variables: JSON.parse(variables) as Recipe['variables'],
      requests: Number(requests),
    })),
  );

/** Returns the recipe whose operation has a name. @throws Error if there is none */
export function recipe(name: string): Recipe {
  const found = recipes.find(({ query }) => new RegExp(String.raw`^query ${name}\b`).test(query));
  if (!found) throw new Error(`docs/recipes.md has no operation "${name}".`);
  return found;
}
