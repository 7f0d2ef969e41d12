import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recipes } from './recipes.ts';
import { runRecipe } from './run-recipe.ts';

const names = recipes.map(({ query }) => /^query (\w+)/.exec(query)?.[1] ?? '');

test.each(names)('the recipe %s runs at the cost that the page gives', async (name) => {
  const { data } = await runRecipe<Record<string, unknown>>(name);
  expect(Object.values(data)).not.toContain(null);
});

test('each operation of the page has a cost, and each section an operation', () => {
  const page = readFileSync(new URL('../../../../docs/recipes.md', import.meta.url), 'utf8');
  expect(page.match(/^```graphql$/gm)).toHaveLength(recipes.length);
  expect(new Set(page.match(/(?<=^## ).*$/gm))).toEqual(new Set(recipes.map(({ title }) => title)));
});
