import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { recipe } from './recipes.ts';
import { runOn } from './run-recipe.ts';

interface Found {
  readonly contacts: {
    readonly nodes: readonly { readonly contactId: number }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

test.each([String(recipe('SearchBox').variables['text']), 'петр', '7916'])(
  'a search box for "%s" shows all that is found, page by page, each by 1 request',
  async (text) => {
    await using gateway = await startGatewayWithSandbox();
    const found: number[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const page: Found = await runOn<Found>(gateway, 'SearchBox', { text, after });
      const { nodes, pageInfo } = page.contacts;
      found.push(...nodes.map(({ contactId }) => contactId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      pages += 1;
    } while (after !== null);

    const searched = (row: Readonly<Record<string, unknown>>): string =>
      foldedText([row['name'], row['lastName'], row['phone'], row['email'], row['fm']]);
    const expected = gateway.sandbox.contacts.rows().filter((row) => searched(row).includes(text));
    expect(found.toSorted((a, b) => a - b)).toEqual(expected.map(({ id }) => id));
    expect(pages).toBe(Math.max(1, Math.ceil(found.length / 20)));
    expect(pages).toBeGreaterThan(1);
  },
);

/** Returns values as a text without the differences that the sandbox's collation ignores: case and accents. */
function foldedText(values: readonly unknown[]): string {
  return JSON.stringify(values).toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
}
