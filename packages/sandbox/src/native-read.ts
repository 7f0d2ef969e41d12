/** Native call for up to 50 rows that is about to run. */
export interface NativeRead {
  entity: string;
  offset: number;
  limit: number;
  /** Number of the native call within its request, from 0. */
  page: number;
}

/** Called before each native read, so that data can change between the inner pages of one response. */
export type BeforeRead = (read: NativeRead) => void | Promise<void>;
