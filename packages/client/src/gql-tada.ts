export type { introspection } from './generated/gql-tada.ts';

/** The types of the schema's scalars in JSON, for `initGraphQLTada`. */
export interface scalars {
  /** A day: `2024-07-22`. */
  readonly Date: string;
  /** A moment: `2024-07-22T18:00:08+03:00`. */
  readonly DateTime: string;
  /** An integer of up to 53 bits. */
  readonly JSON: unknown;
  readonly SafeInt: number;
}
