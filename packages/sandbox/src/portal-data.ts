import type { Entity } from './entities/entity.ts';
import { createContacts } from './entities/contacts.ts';
import { binary, caseInsensitive } from './store/collation.ts';
import type { Switches } from './switches.ts';

/** Everything that the made-up portal holds. */
export interface PortalData {
  readonly contacts: Entity;
  /** The entity of a plural name. */
  entity(name: string): Entity | undefined;
  /** Takes over the switches that decide how rows are sorted. */
  useSwitches(switches: Switches): void;
}

/** Makes the data anew from the seed. */
export function createPortalData(contacts: number, seed: number): PortalData {
  const entities = [createContacts(contacts, seed)] as const;
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  return {
    contacts: entities[0],
    entity: (name) => byName.get(name),
    useSwitches({ caseSensitive, blanksAt }) {
      for (const { table } of entities) table.useOrdering(caseSensitive ? binary : caseInsensitive, blanksAt);
    },
  };
}
