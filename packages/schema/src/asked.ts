import {
  ALL_FIELDS,
  type CompanyField,
  type CompanyNeeds,
  type ConnectionArgs,
  type ContactNeeds,
  contacts,
  type DictionaryName,
  InvalidArgumentError,
  isCustomFieldName,
  type PageNeeds,
  type SelectableField,
} from '@contacts/core';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { type ContactFilterInput, toContactFilter } from './contact-filter.ts';
import { type ContactOrderInput, toOrderKeys } from './contact-order.ts';
import type { Context } from './context.ts';
import { toCustomFieldNames } from './custom-field-names.ts';
import {
  argumentsOf,
  fieldsNamed,
  type Selection,
  selectionBelow,
  selectionIn,
  type SelectionScope,
  selects,
  upstreamFieldsOf,
} from './selection.ts';

/** What it takes to say what a selection asks for. */
export interface AskScope extends SelectionScope {
  readonly caller: Pick<Context['caller'], 'costOf' | 'groupedRecords' | 'multifieldSource'>;
  readonly inputLimits: Context['inputLimits'];
}

/** What a selection on `Contact` asks for. */
export interface AskedOfContact {
  /** To be selected upstream. */
  readonly fields: ReadonlySet<SelectableField>;
  /** To be read besides. */
  readonly needs: ContactNeeds;
}

/** What a `contacts` field asks for. */
export interface AskedOfConnection extends AskedOfContact {
  readonly args: ConnectionArgs;
}

/** The arguments of a `contacts` field, as GraphQL has coerced them. */
export interface ContactsArgs {
  readonly filter?: typeof ContactFilterInput.$inferInput | null | undefined;
  readonly orderBy?: readonly (typeof ContactOrderInput.$inferInput)[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

const multifieldNames = ['phones', 'emails'] as const;
const userFields = ['assignedBy', 'createdBy', 'updatedBy'] as const;
const dictionaryOf = {
  source: 'SOURCE',
  type: 'CONTACT_TYPE',
  honorific: 'HONORIFIC',
} as const satisfies Record<string, DictionaryName>;

/** The selection on a `contacts` field, whatever its arguments are. */
export interface SelectedOfConnection extends AskedOfContact {
  readonly wants: ConnectionArgs['wants'];
}

/**
 * What a `contacts` field asks for: what it does not ask for is neither selected nor counted upstream.
 * @param companyId the company whose contacts they are, if they hang on one
 * @throws InvalidArgumentError for a filter or an order that cannot be
 */
export function askedOfConnection(
  scope: AskScope,
  fields: Selection,
  args: ContactsArgs,
  companyId?: number,
): AskedOfConnection {
  const selected = selectedOfConnection(scope, fields);
  return { ...selected, args: connectionArgs(selected, args, scope.inputLimits, companyId) };
}

/** The part of {@link askedOfConnection} that does not depend on the arguments. */
export function selectedOfConnection(scope: AskScope, fields: Selection): SelectedOfConnection {
  const connection = selectionBelow(scope, fields, 'ContactConnection');
  const edges = selectionIn(scope, connection, 'edges', 'ContactEdge');
  const pageInfo = selectionIn(scope, connection, 'pageInfo', 'PageInfo');
  const asked = askedOfContact(scope, [
    ...selectionIn(scope, connection, 'nodes', 'Contact'),
    ...selectionIn(scope, edges, 'node', 'Contact'),
  ]);
  return {
    ...asked,
    wants: {
      hasNextPage: selects(pageInfo, 'hasNextPage'),
      hasPreviousPage: selects(pageInfo, 'hasPreviousPage'),
      total: selects(connection, 'totalCount'),
    },
  };
}

/** The part of {@link askedOfConnection} that does. @throws InvalidArgumentError */
export function connectionArgs(
  { fields, wants }: SelectedOfConnection,
  { filter, orderBy, first, after, last, before }: ContactsArgs,
  inputLimits: AskScope['inputLimits'],
  companyId?: number,
): ConnectionArgs {
  if (companyId !== undefined && filter?.companyId) {
    throw new InvalidArgumentError(
      'filter.companyId',
      filter.companyId,
      'leaving it out: these are the contacts of one company',
    );
  }
  return {
    entity: contacts,
    filter: [
      ...toContactFilter(filter, inputLimits),
      ...(companyId === undefined ? [] : [{ field: 'companyId', operator: 'eq', value: companyId } as const]),
    ],
    orderBy: toOrderKeys(orderBy),
    first: first ?? undefined,
    after: after ?? undefined,
    last: last ?? undefined,
    before: before ?? undefined,
    fields,
    wants,
  };
}

/**
 * What a selection on `Contact` asks for.
 * @throws ListTooLongError for too many names of custom fields: once for all contacts
 */
export function askedOfContact(scope: AskScope, selection: Selection): AskedOfContact {
  const custom = fieldsNamed(selection, 'customFields').map((field) => {
    const { names } = argumentsOf(scope, field, 'Contact') as { names?: readonly string[] | null };
    return toCustomFieldNames(names, scope.inputLimits);
  });
  const fields = upstreamFieldsOf<SelectableField>(scope, selection, 'Contact');
  const multifields = multifieldNames.some((name) => selects(selection, name)) ? scope.caller.multifieldSource() : null;
  return {
    fields: new Set<SelectableField>([
      ...fields,
      // The names of all custom fields only the portal knows: asked for without names, everything is selected.
      ...custom.flatMap(namesOrAll),
      // All phones and e-mails come with everything, and not by a name (contract §11.9).
      ...(multifields === null || multifields === 'get' ? [] : ([ALL_FIELDS] as const)),
    ]),
    needs: {
      company: selects(selection, 'company')
        ? askedOfCompany(scope, selectionIn(scope, selection, 'company', 'Company')).needs
        : null,
      users: userFields.filter((name) => selects(selection, name)).length,
      dictionaries: Object.entries(dictionaryOf).flatMap(([name, dictionary]) =>
        selects(selection, name) ? [dictionary] : [],
      ),
      requisites: selects(selection, 'requisites'),
      cardUrl: selects(selection, 'cardUrl'),
      customFields: custom.length > 0,
      names: custom.flatMap((names) => names ?? []),
      multifields,
    },
  };
}

function namesOrAll(names: readonly string[] | null): readonly SelectableField[] {
  return names === null ? [ALL_FIELDS] : names.filter(isCustomFieldName);
}

/** What a selection on `Company` asks for. */
export function askedOfCompany(
  scope: AskScope,
  selection: Selection,
): { readonly fields: ReadonlySet<CompanyField>; readonly needs: CompanyNeeds } {
  return {
    fields: upstreamFieldsOf<CompanyField>(scope, selection, 'Company'),
    needs: {
      users: selects(selection, 'assignedBy') ? 1 : 0,
      contacts: fieldsNamed(selection, 'contacts').flatMap((field) => {
        // Which company does not matter to the plan: each has pages of the same form.
        return pageNeeds(scope, () =>
          askedOfConnection(scope, [field], argumentsOf(scope, field, 'Company'), ANY_COMPANY),
        );
      }),
    },
  };
}

const ANY_COMPANY = 1;

/** The fields that a resolver's own selections on `Company` ask for. */
export function companyFieldsOf(info: GraphQLResolveInfo): ReadonlySet<CompanyField> {
  const known = companyFields.get(info);
  if (known) return known;
  const fields = upstreamFieldsOf<CompanyField>(info, selectionBelow(info, info.fieldNodes, 'Company'), 'Company');
  companyFields.set(info, fields);
  return fields;
}

/** Asked for again for each contact of a page, in compiled operations by the same object. */
const companyFields = new WeakMap<GraphQLResolveInfo, ReadonlySet<CompanyField>>();

/** What a page needs; nothing for one that is refused, or that needs no read. */
export function pageNeeds(scope: AskScope, ask: () => AskedOfConnection): readonly PageNeeds[] {
  const asked = ifValid(ask);
  const cost = asked && ifValid(() => scope.caller.costOf(asked.args));
  if (!asked || !cost || (!cost.query && !cost.counts)) return [];
  const { query, counts, rows } = cost;
  return [{ query, rows, count: counts ? asked.args.filter : undefined, contact: asked.needs }];
}

/** What a field asks for; nothing if its arguments are refused, which its resolver says. */
export function ifValid<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    // graphql itself refuses arguments at the field, where a variable is null that must not be.
    if (error instanceof InvalidArgumentError || error instanceof GraphQLError) return undefined;
    throw error;
  }
}
