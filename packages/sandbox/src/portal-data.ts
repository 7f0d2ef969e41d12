import { companiesFor } from './data/seed-contacts.ts';
import { createCompanies } from './entities/companies.ts';
import { createContacts } from './entities/contacts.ts';
import type { Entity } from './entities/entity.ts';
import { createRequisites } from './entities/requisites.ts';
import { createStatuses } from './entities/statuses.ts';
import { createUsers } from './entities/users.ts';
import { binary, caseInsensitive } from './store/collation.ts';
import type { Table } from './store/table.ts';
import type { Switches } from './switches.ts';

/** Data of the made-up portal. */
export interface PortalData {
  readonly contacts: Entity;
  readonly companies: Entity;
  readonly requisites: Entity;
  /** Returns the entity with a plural name such as `contacts`. */
  entity(name: string): Entity | undefined;
  /** Applies the switches that change how rows are sorted. */
  useSwitches(switches: Switches): void;
}

/** Makes the data of a seed, with this number of contacts. */
export function createPortalData(count: number, seed: number): PortalData {
  const contacts = createContacts(count, seed);
  const companyCount = companiesFor(count);
  const companies = createCompanies(companyCount, seed);
  const requisites = createRequisites(companyCount, idsOf(contacts.table), seed);
  const entities = [contacts, companies, createUsers(), createStatuses(), requisites];
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  return {
    contacts,
    companies,
    requisites,
    entity: (name) => byName.get(name),
    useSwitches({ caseSensitive, blanksAt, storedEmpties, storedTimes }) {
      const view = { twoEmpties: storedEmpties === 'two', wholeSeconds: storedTimes === 'seconds' };
      for (const { table } of entities) table.useOrdering(caseSensitive ? binary : caseInsensitive, blanksAt, view);
    },
  };
}

function* idsOf(table: Table): Generator<number> {
  for (let row = 0; row < table.size; row += 1) yield table.idOf(row);
}
