import {
  type FieldNode,
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** What it takes to read selections: a resolver's `info` is one. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: GraphQLResolveInfo['fragments'];
  readonly variableValues: GraphQLResolveInfo['variableValues'];
}

/** Fields of one object in a result: the selections of all the places in the document that select on it. */
export type Selection = readonly FieldNode[];

/** What is selected on the object that a field returns, where it is of the type `typeName`. */
export function selectionBelow(scope: SelectionScope, fields: Selection, typeName: string): Selection {
  return fields.flatMap((field) => flatten(scope, field.selectionSet?.selections ?? [], typeName));
}

/** What an operation selects at its root. */
export function topLevelSelection(
  scope: SelectionScope,
  operation: OperationDefinitionNode,
  typeName: string,
): Selection {
  return flatten(scope, operation.selectionSet.selections, typeName);
}

/** The fields called `name` of a selection, under whatever alias. */
export function fieldsNamed(selection: Selection, name: string): Selection {
  return selection.filter((field) => field.name.value === name);
}

/** What is selected below the fields called `name` of a selection. */
export function selectionIn(scope: SelectionScope, selection: Selection, name: string, typeName: string): Selection {
  return selectionBelow(scope, fieldsNamed(selection, name), typeName);
}

/** Whether a selection has a field called `name`, under whatever alias. */
export function selects(selection: Selection, name: string): boolean {
  return selection.some((field) => field.name.value === name);
}

/** The upstream fields that a selection on a type needs, as the type's fields declare them. */
export function upstreamFieldsOf<F extends string>(
  scope: SelectionScope,
  selection: Selection,
  typeName: string,
): Set<F> {
  const type = scope.schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) throw new TypeError(`${typeName} is not an object type of the schema.`);
  const fields = type.getFields();
  return new Set(selection.flatMap(({ name }) => fields[name.value]?.extensions.upstreamFields ?? []) as F[]);
}

/** The arguments of a field of a type, with their defaults and variables. */
export function argumentsOf(
  scope: SelectionScope,
  field: FieldNode,
  typeName: string,
): Readonly<Record<string, unknown>> {
  const type = scope.schema.getType(typeName);
  const definition = type instanceof GraphQLObjectType ? type.getFields()[field.name.value] : undefined;
  return definition ? getArgumentValues(definition, field, scope.variableValues) : {};
}

function flatten(scope: SelectionScope, selections: readonly SelectionNode[], typeName: string): readonly FieldNode[] {
  return selections.flatMap((node): readonly FieldNode[] => {
    if (!isIncluded(scope, node)) return [];
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : scope.fragments[node.name.value];
    if (!fragment || !appliesTo(scope, fragment.typeCondition?.name.value, typeName)) return [];
    return flatten(scope, fragment.selectionSet.selections, typeName);
  });
}

function isIncluded(scope: SelectionScope, node: SelectionNode): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, scope.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, scope.variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function appliesTo(scope: SelectionScope, condition: string | undefined, typeName: string): boolean {
  if (condition === undefined || condition === typeName) return true;
  const type = scope.schema.getType(condition);
  const object = scope.schema.getType(typeName);
  return isAbstractType(type) && object instanceof GraphQLObjectType && scope.schema.isSubType(type, object);
}
