import type { PortalField } from '@contacts/client';
import type { GatewayWithSandbox } from '../running-gateway.ts';

/** A field of the portal, as the explorer reads it. */
export interface ReadField extends PortalField {
  readonly title: string;
  readonly options: readonly { readonly value: string }[];
}

/** Reads the custom fields of the sandbox's portal. */
export async function readCustomFields({ ask }: Pick<GatewayWithSandbox, 'ask'>): Promise<readonly ReadField[]> {
  const { data } = await ask<{ contactFields: readonly ReadField[] }>(
    '{ contactFields { name title isCustom type isMultiple options { value } } }',
  );
  return data.contactFields.filter(({ isCustom }) => isCustom);
}

/** A condition on a custom field of each kind: the field's title, an operator, the value in the form, and the condition's title. */
export const customFilterCases = [
  ['Number of orders', 'gte', '50', 'Number of orders is at least 50'],
  ['Newsletter', 'eq', 'true', 'Newsletter is yes'],
  ['Contract signed on', 'gte', '2022-01-01', 'Contract signed on is on or after 2022-01-01'],
  ['Next call', 'lt', '2024-01-01T12:00:00', 'Next call is before Jan 1, 2024, 12:00 PM'],
  ['Segment', 'ne', 'Retail', 'Segment is not Retail'],
  ['Credit line', 'in', '5000|RUB, 8500|RUB', 'Credit line is one of 5000 RUB, 8500 RUB'],
  ['Page', 'contains', 'http', 'Page contains http'],
  ['Interests', 'in', 'Doors, Roofs', 'Interests is one of Doors, Roofs'],
] as const;
