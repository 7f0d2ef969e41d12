/** One native call for up to 50 rows, as a hook sees it before it is made. */
export interface NativeRead {
  entity: string;
  offset: number;
  limit: number;
  /** Counts the native calls of one request, from 0. */
  page: number;
}

/** Called before each native read, so that data can change between the inner pages of one answer. */
export type BeforeRead = (read: NativeRead) => void | Promise<void>;
