import { askableParts, contacts, type OperationNeeds } from '@contacts/core';
import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { askedOfCompany, askedOfConnection, askedOfContact, type AskScope, ifValid, pageNeeds } from './asked.ts';
import { type ContactFilterInput, toContactFilter } from './contact-filter.ts';
import { type GlobalId, type NodeType, parseContactId, parseGlobalId, parseGlobalIds } from './global-id.ts';
import type { InputLimits } from './input-limits.ts';
import { argumentsOf, selectionBelow, selects, topLevelSelection } from './selection.ts';

/**
 * What a whole operation asks for, so that its cost is known before anything is sent. Fields whose arguments are refused
 * count as nothing: their resolvers answer with the refusal.
 */
export function operationNeeds(scope: AskScope, operation: OperationDefinitionNode): OperationNeeds {
  const roots = topLevelSelection(scope, operation, 'Query');
  const named = (name: string): readonly FieldNode[] => roots.filter((field) => field.name.value === name);
  const args = (field: FieldNode) => argumentsOf(scope, field, 'Query');

  const nodes = [...named('contact'), ...named('node'), ...named('nodes')].flatMap((field) => {
    const ids = ifValid(() => idsOf(field.name.value, args(field), scope.inputLimits));
    return ids
      ? [{ field, idsOfType: (type: NodeType) => ids.filter((id) => id.type === type).map(({ id }) => id) }]
      : [];
  });
  const aggregates = named('contactsAggregate').flatMap((field) => {
    const wanted = ifValid(() => {
      const { filter, groupBy } = args(field) as AggregateArgs;
      const selection = selectionBelow(scope, [field], 'ContactsAggregate');
      return {
        filter: toContactFilter(filter, scope.inputLimits),
        counts: selects(selection, 'count'),
        groupBy: selects(selection, 'groups') ? groupBy : null,
      };
    });
    return wanted ? [wanted] : [];
  });

  return {
    pages: named('contacts').flatMap((field) => pageNeeds(scope, () => askedOfConnection(scope, [field], args(field)))),
    contacts: nodes.flatMap(({ field, idsOfType }) => {
      const asked = ifValid(() => askedOfContact(scope, selectionBelow(scope, [field], 'Contact')));
      return asked ? [{ ids: idsOfType('Contact'), contact: asked.needs }] : [];
    }),
    companies: nodes.map(({ field, idsOfType }) => ({
      ids: idsOfType('Company'),
      company: askedOfCompany(scope, selectionBelow(scope, [field], 'Company')).needs,
    })),
    users: nodes.flatMap(({ idsOfType }) => idsOfType('User')),
    counts: aggregates.flatMap(({ filter, counts }) => (counts ? [filter] : [])),
    groups: aggregates.flatMap(({ filter, groupBy }) =>
      groupBy
        ? askableParts(contacts, filter).map((part) => ({
            filter: part,
            groupBy,
            records: scope.caller.groupedRecords(part),
          }))
        : [],
    ),
    contactFields: named('contactFields').length > 0,
  };
}

interface AggregateArgs {
  readonly filter?: typeof ContactFilterInput.$inferInput | null;
  readonly groupBy?: OperationNeeds['groups'][number]['groupBy'] | null;
}

/** The ids that `contact`, `node` or `nodes` is asked for. @throws InvalidArgumentError as the field itself does */
function idsOf(name: string, { id, ids }: Readonly<Record<string, unknown>>, limits: InputLimits): readonly GlobalId[] {
  if (name === 'contact') return [{ type: 'Contact', id: parseContactId('id', id as string) }];
  if (name === 'node') return [parseGlobalId('id', id as string)];
  return parseGlobalIds(ids as readonly string[], limits).filter((one): one is GlobalId => !(one instanceof Error));
}
