import type { Connection as Page, UpstreamRow } from '@contacts/core';

/**
 * A connection in Relay's form. Only selected parts are created, and only selected cursors are signed.
 */
export class PageObject {
  readonly totalCount: number | Promise<number> | null;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.totalCount = page.total ?? null;
  }

  get nodes(): Page['rows'] {
    return this.#page.rows;
  }

  get edges(): readonly { readonly node: UpstreamRow; readonly cursor: string }[] {
    return this.#page.rows.map((node, index) => new Edge(node, index, this.#page));
  }

  get pageInfo() {
    const page = this.#page;
    const cursorAt = (index: number): string | null => (page.rows.length === 0 ? null : page.cursorOf(index));
    return {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(page.rows.length - 1);
      },
    };
  }
}

class Edge {
  readonly node: UpstreamRow;
  readonly #index: number;
  readonly #page: Page;
  #cursor: string | undefined;

  constructor(node: UpstreamRow, index: number, page: Page) {
    this.node = node;
    this.#index = index;
    this.#page = page;
  }

  get cursor(): string {
    return (this.#cursor ??= this.#page.cursorOf(this.#index));
  }
}
