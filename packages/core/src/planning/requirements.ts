import type { PageArguments } from '../pagination/asked-page.ts';
import type { Filter } from '../query/filter.ts';
import type { Entity } from '../entities/entity.ts';
import type { DictionaryName } from '../entities/status.ts';
import type { GroupField } from './reads.ts';

/** A read that depends on no record: the fields of contacts, or the portal and what the key may do there. */
export type Reference = 'fields' | 'me';

/** A part of each record that has a read of its own. */
export type RecordPart = 'requisites' | 'multifields';

/** The requirements of a selection on each record of a set. */
export interface Requirements {
  /** Upstream fields to select. */
  readonly fields: ReadonlySet<string>;
  readonly relations: readonly RelationRequirements[];
  readonly dictionaries: readonly DictionaryName[];
  readonly references: readonly Reference[];
  readonly parts: readonly RecordPart[];
  /** Custom fields by name, as the document has them: the field list is read before anything else. */
  readonly names: readonly string[];
  /** Pages that belong to each record. */
  readonly connections: readonly PageRequirements[];
}

/** A related record of each record of a set. */
export interface RelationRequirements {
  readonly entity: Entity;
  /** The field that has its id. */
  readonly by: string;
  readonly each: Requirements;
}

/** A page of an entity. */
export interface PageRequirements {
  readonly args: PageArguments;
  readonly each: Requirements;
}

/** The requirements of an operation, at its root. */
export interface OperationRequirements {
  readonly pages: readonly PageRequirements[];
  readonly records: readonly {
    readonly entity: Entity;
    readonly ids: readonly number[];
    readonly each: Requirements;
  }[];
  /** Contacts to count. */
  readonly counts: readonly Filter[];
  readonly groups: readonly GroupRequirements[];
  readonly customGroups: readonly CustomGroupRequirements[];
  readonly references: readonly Reference[];
  readonly dictionaries: readonly DictionaryName[];
}

/** Numbers of contacts by a custom field, as it is named by the caller. */
export interface CustomGroupRequirements {
  readonly filter: Filter;
  readonly custom: string;
}

/** Numbers of contacts by a field. */
export interface GroupRequirements {
  readonly filter: Filter;
  readonly groupBy: GroupField;
  /** True if the entry of the dictionary, or the user, of each group is read too. */
  readonly named: boolean;
}

/** Requires nothing but the record itself. */
export const noRequirements: Requirements = {
  fields: new Set(),
  relations: [],
  dictionaries: [],
  references: [],
  parts: [],
  names: [],
  connections: [],
};

/** Returns the requirements of several selections on the same records, each relation once. */
export function mergeRequirements(all: readonly Requirements[]): Requirements {
  const relations = Map.groupBy(
    all.flatMap((one) => one.relations),
    ({ entity, by }) => `${entity.name} ${by}`,
  );
  return {
    fields: new Set(all.flatMap(({ fields }) => [...fields])),
    relations: [...relations.values()].map(mergeRelations),
    dictionaries: union(all, 'dictionaries'),
    references: union(all, 'references'),
    parts: union(all, 'parts'),
    names: union(all, 'names'),
    connections: all.flatMap(({ connections }) => connections),
  };
}

function mergeRelations(same: readonly RelationRequirements[]): RelationRequirements {
  const [first, ...others] = same as readonly [RelationRequirements, ...RelationRequirements[]];
  return others.length === 0 ? first : { ...first, each: mergeRequirements(same.map(({ each }) => each)) };
}

function union<K extends 'dictionaries' | 'references' | 'parts' | 'names'>(
  all: readonly Requirements[],
  member: K,
): Requirements[K] {
  return [...new Set<unknown>(all.flatMap((one) => one[member] as readonly unknown[]))] as unknown as Requirements[K];
}

/** Returns the names of custom fields that are required of each record and of all that hangs on it. */
export function namesIn({ names, relations, connections }: Requirements): readonly string[] {
  if (relations.length === 0 && connections.length === 0) return names;
  return [...names, ...[...relations, ...connections].flatMap(({ each }) => namesIn(each))];
}
