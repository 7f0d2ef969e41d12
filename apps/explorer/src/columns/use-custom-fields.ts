import { customFilterFields, customOrderNames, type FilterField, type PortalField } from '@contacts/client';
import { useMemo } from 'react';
import { useQuery } from 'urql';

/** A field that the portal made itself. */
export interface CustomField extends PortalField {
  readonly title: string;
  /** Titles of the options of an enumeration. */
  readonly options: readonly string[];
}

/** The custom fields of the portal, as far as they are known. */
export interface CustomFields {
  readonly fields: readonly CustomField[];
  /** Titles by name. */
  readonly titles: ReadonlyMap<string, string>;
  /** Those that contacts can be filtered by, with the operators of their types. */
  readonly filterFields: readonly FilterField[];
  /** Names of those that contacts can be sorted by. */
  readonly orderNames: readonly string[];
  readonly isRead: boolean;
  readonly isReading: boolean;
  readonly hasFailed: boolean;
}

interface Result {
  readonly contactFields:
    | readonly (PortalField & {
        readonly title: string | null;
        readonly options: readonly { readonly value: string }[];
      })[]
    | null;
}

const query = 'query ContactFields { contactFields { name title isCustom type isMultiple options { value } } }';

/** Reads the portal's custom fields once they are needed: the list is shown without. */
export function useCustomFields(isNeeded: boolean): CustomFields {
  const [{ data, error, fetching }] = useQuery<Result>({ query, pause: !isNeeded });
  const known = useMemo(() => choicesOf(data?.contactFields ?? []), [data]);
  const isRead = Boolean(data?.contactFields);
  return { ...known, isRead, isReading: fetching, hasFailed: error !== undefined && !isRead };
}

type Choices = Pick<CustomFields, 'fields' | 'titles' | 'filterFields' | 'orderNames'>;

function choicesOf(portal: NonNullable<Result['contactFields']>): Choices {
  const fields = portal
    .filter(({ isCustom }) => isCustom)
    .map((field) => ({
      ...field,
      title: field.title ?? field.name,
      options: field.options.map(({ value }) => value),
    }));
  return {
    fields,
    titles: new Map(fields.map(({ name, title }) => [name, title])),
    filterFields: customFilterFields(fields),
    orderNames: customOrderNames(fields),
  };
}
