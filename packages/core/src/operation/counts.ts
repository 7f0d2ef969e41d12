import { contacts } from '../entities/contact.ts';
import type { GroupField } from '../entities/contact-fields.ts';
import { customFieldSpec } from '../entities/custom-field-spec.ts';
import type { Entity } from '../entities/entity.ts';
import { addUp } from '../planning/add-up.ts';
import { countByValue, type GroupReads } from '../planning/group-counts.ts';
import type { Loaders } from '../planning/loaders.ts';
import { groupValues } from '../planning/reads.ts';
import type { References } from '../planning/references.ts';
import { splitFilter, type Filter } from '../query/filter.ts';
import type { Aggregate } from '../wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';
import type { UnresolvedListing } from '../query/custom-listing.ts';
import type { Caller } from './caller.ts';
import { checkGroupable, listedValues, titled } from './custom-groups.ts';
import type { CustomFields } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

/** Makes the counts of one operation. */
export function createCounts(
  { load }: Pick<Loaders, 'load'>,
  known: ReturnType<References['of']>,
  { find, resolveListing }: Pick<CustomFields, 'find' | 'resolveListing'>,
): Pick<Caller, 'count' | 'groups' | 'customGroups'> {
  const groupReads = (entity: Entity, groupBy: GroupField): GroupReads => ({
    count: (filter) => ownCount(entity, filter),
    values: async () => {
      const read = groupValues(groupBy);
      return read.kind === 'users' ? load<'users'>(read) : [...(await load<'dictionary'>(read)).keys()];
    },
  });

  return {
    async count(given, givenFilter) {
      const { entity, filter } = await resolveListing({ entity: given, filter: givenFilter, orderBy: [] });
      return sumOfParts(
        entity,
        filter,
        async (part) => (await load<'count'>({ kind: 'count', entity, filter: part })) ?? ownCount(entity, part),
      );
    },
    async groups(givenFilter, groupBy, named) {
      const { entity, filter } = await resolveListing<UnresolvedListing>({
        entity: contacts,
        filter: givenFilter,
        orderBy: [],
      });
      const values = groupValues(groupBy);
      if (named && values.kind === 'dictionary') loadAhead(load, values);
      const reads = groupReads(entity, groupBy);
      const parts = splitFilter(entity, filter).map((part) => groupsOf({ entity, filter: part }, groupBy, reads));
      return addUp(await Promise.all(parts)).groups;
    },
    async customGroups(givenFilter, custom) {
      const description = await find(custom, 'groupByCustom');
      checkGroupable(description);
      const given: UnresolvedListing = { entity: contacts, filter: givenFilter, orderBy: [] };
      const { entity: listed, filter } = await resolveListing(given);
      const { name } = description;
      const entity = { ...listed, fields: { ...listed.fields, [name]: customFieldSpec(description) } };
      const reads: GroupReads = {
        count: (part) => ownCount(entity, part),
        values: async () => listedValues(description),
      };
      const parts = splitFilter(entity, filter).map((part) => groupsOf({ entity, filter: part }, name, reads));
      return addUp((await Promise.all(parts)).map((part) => titled(part, description))).groups;
    },
  };

  /** Reads a list's total or a plain count; both are exact at any size (contract §11.4). */
  async function ownCount(entity: Entity, filter: Filter): Promise<number> {
    return sumOfParts(entity, filter, async (part) => {
      const own = await load<'count'>({ kind: 'count', entity, filter: part, own: true });
      if (own === null) throw new TypeError('A count of its own was planned as part of an aggregate with groups.');
      return own;
    });
  }

  async function groupsOf(
    { entity, filter }: Pick<UnresolvedListing, 'entity' | 'filter'>,
    groupBy: string,
    reads: GroupReads,
  ): Promise<Aggregate> {
    const records = known.groupedRecords(filter);
    // An aggregate of more would take a hundred reads of the upstream and be of a part of them.
    const counted =
      records !== undefined && records > MAX_GROUPED_RECORDS
        ? null
        : await load<'groups'>({ kind: 'groups', entity, filter, groupBy, records });
    const aggregate = counted ?? (await countByValue({ entity, filter }, groupBy, reads));
    known.recordGroupCount(filter, aggregate.count);
    return aggregate;
  }
}

async function sumOfParts(entity: Entity, filter: Filter, countOf: (part: Filter) => Promise<number>): Promise<number> {
  const counts = await Promise.all(splitFilter(entity, filter).map(countOf));
  return counts.reduce((total, part) => total + part, 0);
}
