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

  get pageInfo(): PageInfo {
    return new PageInfo(this.#page);
  }
}

class PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #page: Page;

  constructor(page: Page) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.#page = page;
  }

  get startCursor(): string | null {
    return this.#cursorAt(0);
  }

  get endCursor(): string | null {
    return this.#cursorAt(this.#page.rows.length - 1);
  }

  #cursorAt(index: number): string | null {
    return this.#page.rows.length === 0 ? null : this.#page.cursorOf(index);
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
