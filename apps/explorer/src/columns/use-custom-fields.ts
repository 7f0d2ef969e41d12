import { useMemo } from 'react';
import { useQuery } from 'urql';

/** A field that the portal made itself. */
export interface CustomField {
  readonly name: string;
  readonly title: string;
  /** True for a field with one value that is no money (description of `ContactOrder.custom`). */
  readonly isSortable: boolean;
}

/** The custom fields of the portal, as far as they are known. */
export interface CustomFields {
  readonly fields: readonly CustomField[];
  /** Titles by name. */
  readonly titles: ReadonlyMap<string, string>;
  readonly isReading: boolean;
  readonly hasFailed: boolean;
}

interface Result {
  readonly contactFields:
    | readonly {
        readonly name: string;
        readonly title: string | null;
        readonly isCustom: boolean;
        readonly type: string | null;
        readonly isMultiple: boolean | null;
      }[]
    | null;
}

const query = 'query ContactFields { contactFields { name title isCustom type isMultiple } }';

/** Reads the portal's custom fields once they are needed: the list is shown without. */
export function useCustomFields(isNeeded: boolean): CustomFields {
  const [{ data, error, fetching }] = useQuery<Result>({ query, pause: !isNeeded });
  const fields = useMemo(
    () =>
      (data?.contactFields ?? [])
        .filter(({ isCustom }) => isCustom)
        .map(({ name, title, type, isMultiple }) => ({
          name,
          title: title ?? name,
          isSortable: isMultiple !== true && type !== 'money',
        })),
    [data],
  );
  const titles = useMemo(() => new Map(fields.map(({ name, title }) => [name, title])), [fields]);
  return { fields, titles, isReading: fetching, hasFailed: error !== undefined };
}
