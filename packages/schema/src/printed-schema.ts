import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

let printed: string | undefined;

/** Returns the schema in its definition language with all descriptions: the text of `schema.graphql`. */
export function printedSchema(): string {
  printed ??= `${printSchema(lexicographicSortSchema(schema))}\n`;
  return printed;
}
