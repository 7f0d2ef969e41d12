import { contacts } from '../entities/contact.ts';
import type { GroupField } from '../entities/contact-fields.ts';
import { customFieldSpec } from '../entities/custom-field-spec.ts';
import type { Entity } from '../entities/entity.ts';
import { addUp } from '../planning/add-up.ts';
import { countByValue, type GroupReads } from '../planning/group-counts.ts';
import type { Loaders } from '../planning/loaders.ts';
import { groupValues } from '../planning/reads.ts';
import type { CallerReferences } from '../planning/references.ts';
import { splitFilter, type Filter } from '../query/filter.ts';
import type { Aggregate, ContactGroup } from '../wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';
import type { UnresolvedListing } from '../query/custom-listing.ts';
import { checkGroupable, listedValues, titled } from './custom-groups.ts';
import type { CustomFields } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';

/** The counts of one operation. */
export class Counts {
  readonly #loaders: Pick<Loaders, 'load'>;
  readonly #known: CallerReferences;
  readonly #customFields: CustomFields;

  constructor(loaders: Pick<Loaders, 'load'>, known: CallerReferences, customFields: CustomFields) {
    this.#loaders = loaders;
    this.#known = known;
    this.#customFields = customFields;
  }

  async count(given: Entity, givenFilter: Filter): Promise<number> {
    const listing = { entity: given, filter: givenFilter, orderBy: [] };
    const { entity, filter } = await this.#customFields.resolveListing(listing);
    return sumOfParts(entity, filter, async (part) => {
      const counted = await this.#loaders.load<'count'>({ kind: 'count', entity, filter: part });
      return counted ?? this.#ownCount(entity, part);
    });
  }

  async groups(given: Filter, groupBy: GroupField, named: boolean): Promise<readonly ContactGroup[]> {
    const { entity, filter } = await this.#customFields.resolveListing(ofContacts(given));
    const { load } = this.#loaders;
    const read = groupValues(groupBy);
    if (named && read.kind === 'dictionary') loadAhead(this.#loaders, read);
    const values = async () =>
      read.kind === 'users' ? load<'users'>(read) : [...(await load<'dictionary'>(read)).keys()];
    return addUp(await this.#groupParts({ entity, filter }, groupBy, values)).groups;
  }

  async customGroups(given: Filter, custom: string): Promise<readonly ContactGroup[]> {
    const description = await this.#customFields.find(custom, 'groupByCustom');
    checkGroupable(description);
    const { entity: listed, filter } = await this.#customFields.resolveListing(ofContacts(given));
    const { name } = description;
    const entity = { ...listed, fields: { ...listed.fields, [name]: customFieldSpec(description) } };
    const values = async () => listedValues(description);
    const parts = await this.#groupParts({ entity, filter }, name, values);
    return addUp(parts.map((part) => titled(part, description))).groups;
  }

  /** Groups the contacts of each filter that one request can express. */
  async #groupParts(
    { entity, filter }: Grouped,
    groupBy: string,
    values: GroupReads['values'],
  ): Promise<readonly Aggregate[]> {
    const count = (part: Filter) => this.#ownCount(entity, part);
    const parts = splitFilter(entity, filter);
    return Promise.all(parts.map((part) => this.#groupsOf({ entity, filter: part }, groupBy, { values, count })));
  }

  async #groupsOf({ entity, filter }: Grouped, groupBy: string, reads: GroupReads): Promise<Aggregate> {
    const records = this.#known.groupedRecords(filter);
    // An aggregate of more would take a hundred reads of the upstream and be of a part of them.
    const counted =
      records !== undefined && records > MAX_GROUPED_RECORDS
        ? null
        : await this.#loaders.load<'groups'>({ kind: 'groups', entity, filter, groupBy, records });
    const aggregate = counted ?? (await countByValue({ entity, filter }, groupBy, reads));
    this.#known.recordGroupCount(filter, aggregate.count);
    return aggregate;
  }

  /** Reads a list's total or a plain count; both are exact at any size (contract §11.4). */
  async #ownCount(entity: Entity, filter: Filter): Promise<number> {
    return sumOfParts(entity, filter, async (part) => {
      const own = await this.#loaders.load<'count'>({ kind: 'count', entity, filter: part, own: true });
      if (own === null) throw new TypeError('A count of its own was planned as part of an aggregate with groups.');
      return own;
    });
  }
}

type Grouped = Pick<UnresolvedListing, 'entity' | 'filter'>;

function ofContacts(filter: Filter): UnresolvedListing {
  return { entity: contacts, filter, orderBy: [] };
}

async function sumOfParts(entity: Entity, filter: Filter, countOf: (part: Filter) => Promise<number>): Promise<number> {
  const counts = await Promise.all(splitFilter(entity, filter).map(countOf));
  return counts.reduce((total, part) => total + part, 0);
}
