import {
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type SelectionNode,
} from 'graphql';

/** The input for reading selections: a resolver's `info` is one. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: GraphQLResolveInfo['fragments'];
  readonly variableValues: GraphQLResolveInfo['variableValues'];
}

/** The nodes that select on one response key, in the order of the document. */
export type FieldNodes = readonly [FieldNode, ...FieldNode[]];

/**
 * Collects the fields of an object type from selections, by response key, as the section "CollectFields" of the GraphQL
 * specification has it: a fragment counts once, however often it is spread.
 */
export function collectFields(
  scope: SelectionScope,
  type: GraphQLObjectType,
  nodes: readonly Pick<FieldNode, 'selectionSet'>[],
): ReadonlyMap<string, FieldNodes> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  for (const { selectionSet } of nodes) collect(selectionSet?.selections ?? []);
  return fields as Map<string, [FieldNode, ...FieldNode[]]>;

  function collect(selections: readonly SelectionNode[]): void {
    for (const node of selections) {
      if (!isIncluded(scope, node)) continue;
      if (node.kind === Kind.FIELD) addField(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value)) collect(node.selectionSet.selections);
      } else addSpread(node.name.value);
    }
  }

  function addField(node: FieldNode): void {
    const key = (node.alias ?? node.name).value;
    fields.getOrInsertComputed(key, () => []).push(node);
  }

  function addSpread(name: string): void {
    if (spread.has(name)) return;
    spread.add(name);
    const fragment = scope.fragments[name];
    if (fragment && applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet.selections);
  }

  function applies(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const other = scope.schema.getType(condition);
    return isAbstractType(other) && scope.schema.isSubType(other, type);
  }
}

function isIncluded({ variableValues }: SelectionScope, node: SelectionNode): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}
