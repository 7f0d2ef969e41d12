import type {
  ConnectionArgs,
  CopiedMember,
  Filter,
  DictionaryName,
  Entity,
  GroupField,
  PageRequirements,
  RecordPart,
  Reference,
} from '@contacts/core';
import type { InputLimits } from '../input-limits.ts';

declare module 'graphql' {
  // The parameters have to be those of the interface that is extended.
  // oxlint-disable-next-line no-unused-vars, typescript/no-explicit-any
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs = any> {
    /** The requirements of the field, for plans and for the selection upstream. */
    requires?: FieldRequirements;
    /** The member of an upstream's row that the field shows unchanged. Its resolver decodes values that cannot be copied. */
    copies?: Pick<CopiedMember, 'name' | 'kind'>;
  }
}

/** A global id, taken apart. */
export interface GlobalId {
  /** The name of the type. */
  readonly type: string;
  /** The upstream's number. */
  readonly id: number;
}

/** The arguments of a field, as GraphQL has coerced them. */
// oxlint-disable-next-line typescript/no-explicit-any -- each field knows its own
type Arguments = any;

/** The requirements of one field, declared where it is defined. */
export interface FieldRequirements {
  /** The upstream fields that it is made of. */
  readonly fields?: readonly string[];
  /** The record that it leads to, and the upstream field that has the record's id. */
  readonly relation?: { readonly entity: Entity; readonly by: string };
  /** The dictionary whose entries it returns, or a function that returns the dictionary's name. */
  readonly dictionary?: DictionaryName | ((args: Arguments) => DictionaryName);
  readonly reference?: Reference;
  readonly part?: RecordPart;
  /** Returns the requested names of custom fields; `null` for all of them. @throws ListTooLongError */
  readonly customFields?: (args: Arguments, limits: InputLimits) => readonly string[] | null;
  /** Reads the arguments of a page. @throws InvalidArgumentError */
  readonly connection?: (args: Arguments, limits: InputLimits) => Omit<PageRequirements['args'], 'wants'>;
  /** Within a page: a part of the page that is read only where it is selected. */
  readonly wants?: keyof ConnectionArgs['wants'];
  /** Within a page: owner of the selection below, the page itself or each of its records. */
  readonly of?: 'page' | 'record';
  /** Reads the ids of the records that it gives, of the types that have selections below. @throws InvalidArgumentError */
  readonly records?: (args: Arguments, limits: InputLimits) => readonly GlobalId[];
  /** Returns the contacts that are counted below. @throws InvalidArgumentError */
  readonly aggregate?: (args: Arguments, limits: InputLimits) => Aggregated;
  /** Within an aggregate: the number, the groups, or in a group the record of its key. */
  readonly counts?: 'all' | 'groups' | 'status' | 'user';
  /** The length of a list: that of the page, or by the arguments. */
  readonly length?: 'page' | ((args: Arguments) => number);
}

/** The contacts to count; each number is read where it is selected. */
export interface Aggregated {
  readonly filter: Filter;
  readonly groupBy: GroupField | null;
  /** The name of a custom field to count by, in the place of `groupBy`. */
  readonly custom: string | null;
}
