import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The explorer's page as its users see and use it. */
export interface ExplorerPage {
  readonly page: Page;
  /** The line below the table, such as `16 found · 16 read · the end`. */
  readonly status: () => Promise<string>;
  /** Waits for the number found. */
  readonly expectFound: (count: number) => Promise<void>;
  readonly chips: () => Promise<readonly string[]>;
  /** The texts of a row, by its place. */
  readonly row: (place: number) => Promise<readonly string[]>;
  /** Opens what a button of the toolbar opens. */
  readonly press: (name: string | RegExp) => Promise<void>;
  /** Enters another key in the page's own form. */
  readonly enterKey: (key: string, session?: string) => Promise<void>;
}

const grouped = new Intl.NumberFormat('en');

export function explorerPage(page: Page): ExplorerPage {
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();
  const status = async () => (await page.getByRole('status').textContent()) ?? '';
  return {
    page,
    status,
    press,
    async expectFound(count) {
      await expect.poll(status).toMatch(new RegExp(`^${grouped.format(count)} found`));
    },
    chips: () => page.locator('.chip button:first-child').allTextContents(),
    row: (place) => page.locator(`tbody tr[aria-rowindex="${place + 2}"] td`).allTextContents(),
    async enterKey(key, session = '') {
      await press('Key');
      await page.getByLabel('Key', { exact: true }).fill(key);
      await page.getByLabel('Session, for a key of an app').fill(session);
      await press('Use this key');
    },
  };
}

/** Every contact that was on the screen while the table was scrolled to its end, by its place in the list. */
export type Seen = readonly (readonly [place: number, contactId: number])[];

/** Scrolls the table to its end, as far as pages come, and collects what is on the screen on the way. */
export async function scrollToEnd(page: Page): Promise<Seen> {
  return page.evaluate<Seen>(`(async () => {
    const scroller = document.querySelector('.scroller');
    const seen = new Map();
    const collect = () => {
      for (const row of document.querySelectorAll('[data-contact]'))
        seen.set(row.getAttribute('aria-rowindex') + ' ' + row.dataset.contact, [Number(row.getAttribute('aria-rowindex')), Number(row.dataset.contact)]);
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isAtEnd = () => scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
    while (!(isAtEnd() && document.querySelector('output').textContent.endsWith('the end'))) {
      scroller.scrollTop += scroller.clientHeight / 2;
      await frame();
      collect();
    }
    await frame();
    collect();
    return [...seen.values()];
  })()`);
}

/**
 * Opens the form of a filter, fills its inputs one after the other, and applies it. In the page itself, since a test of every
 * operator would spend most of its time on the checks of playwright.
 */
export async function fillFilterForm(
  page: Page,
  values: readonly [field: string, operator: string, value: string],
): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    document.querySelector('.add').click();
    await frame();
    for (const [index, value] of ${JSON.stringify(values)}.entries()) {
      const input = document.querySelectorAll('.condition select, .condition input')[index];
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value').set.call(input, value);
      if (input.value === '') throw new Error('The form does not take ' + value);
      input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
      await frame();
    }
    document.querySelector('.condition [type=submit]').click();
    await frame();
  })()`);
}

/** Removes the first filter. */
export async function removeFilter(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('.chip button + button').click()`);
}
