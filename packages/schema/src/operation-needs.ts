import type { OperationNeeds } from '@contacts/core';
import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { askedOfConnection, askedOfContact, type AskScope, pageNeeds } from './asked.ts';
import { argumentsOf, type Selection, selectionBelow, topLevelSelection } from './selection.ts';

/**
 * What a whole operation asks for, so that its cost is known before anything is sent. Fields whose arguments are refused
 * count as nothing: their resolvers answer with the refusal.
 */
export function operationNeeds(scope: AskScope, operation: OperationDefinitionNode): OperationNeeds {
  const roots = topLevelSelection(scope, operation, 'Query');
  const named = (name: string): readonly FieldNode[] => roots.filter((field) => field.name.value === name);
  return {
    pages: named('contacts').flatMap((field) =>
      pageNeeds(scope, () => askedOfConnection(scope, [field], argumentsOf(scope, field, 'Query'))),
    ),
    contacts: [...named('contact'), ...named('node'), ...named('nodes')].map((field) => ({
      count: idsOf(argumentsOf(scope, field, 'Query')),
      contact: askedOfContact(scope, below(field, 'Contact')).needs,
    })),
    aggregates: named('contactsAggregate').length,
    contactFields: named('contactFields').length > 0,
  };

  function below(field: FieldNode, typeName: string): Selection {
    return selectionBelow(scope, [field], typeName);
  }
}

function idsOf({ ids }: Readonly<Record<string, unknown>>): number {
  return Array.isArray(ids) ? ids.length : 1;
}
