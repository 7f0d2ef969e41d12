import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const axe = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Runs axe-core on the page as it is, and returns what it finds serious or critical. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // By the debugging protocol: the policy of the page permits no script besides its own.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await axe);
  // The same violations, without the details of what passes and the selectors of all elements.
  const { violations } = await page.evaluate<{ violations: readonly Finding[] }>(
    `axe.run({ resultTypes: ['violations'], selectors: false })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
