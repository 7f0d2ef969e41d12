import { contacts } from '../entities/contact.ts';
import type { GroupField } from '../entities/contact-fields.ts';
import { customFieldSpec } from '../entities/custom-field-spec.ts';
import type { Entity } from '../entities/entity.ts';
import { addUp } from '../planning/add-up.ts';
import { countByValue, type GroupReads } from '../planning/group-counts.ts';
import type { Loaders } from '../planning/loaders.ts';
import { groupValues } from '../planning/reads.ts';
import type { References } from '../planning/references.ts';
import { askableParts, type Filter } from '../query/filter.ts';
import type { Aggregate } from '../wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';
import type { AskedListing } from '../query/custom-listing.ts';
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
    async count(asked, askedFilter) {
      const { entity, filter } = await resolveListing({ entity: asked, filter: askedFilter, orderBy: [] });
      return sumOfParts(
        entity,
        filter,
        async (part) => (await load<'count'>({ kind: 'count', entity, filter: part })) ?? ownCount(entity, part),
      );
    },
    async groups(askedFilter, groupBy, named) {
      const { entity, filter } = await resolveListing<AskedListing>({
        entity: contacts,
        filter: askedFilter,
        orderBy: [],
      });
      const values = groupValues(groupBy);
      if (named && values.kind === 'dictionary') loadAhead(load, values);
      const reads = groupReads(entity, groupBy);
      const parts = askableParts(entity, filter).map((part) => groupsOf({ entity, filter: part }, groupBy, reads));
      return addUp(await Promise.all(parts)).groups;
    },
    async customGroups(askedFilter, custom) {
      const description = await find(custom, 'groupByCustom');
      checkGroupable(description);
      const asked: AskedListing = { entity: contacts, filter: askedFilter, orderBy: [] };
      const { entity: listed, filter } = await resolveListing(asked);
      const { name } = description;
      const entity = { ...listed, fields: { ...listed.fields, [name]: customFieldSpec(description) } };
      const reads: GroupReads = {
        count: (part) => ownCount(entity, part),
        values: async () => listedValues(description),
      };
      const parts = askableParts(entity, filter).map((part) => groupsOf({ entity, filter: part }, name, reads));
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
    { entity, filter }: Pick<AskedListing, 'entity' | 'filter'>,
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
  const counts = await Promise.all(askableParts(entity, filter).map(countOf));
  return counts.reduce((total, part) => total + part, 0);
}
