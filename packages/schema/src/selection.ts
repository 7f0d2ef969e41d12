import type { ContactField } from '@contacts/core';
import {
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type SelectionNode,
} from 'graphql';

/** Fields of one object in a result: the selections of all the places in the document that select on it. */
export type Selection = readonly FieldNode[];

/** What is selected on the object that a field returns. */
export function selectionOf(info: GraphQLResolveInfo, typeName: string): Selection {
  return below(info, info.fieldNodes, typeName);
}

/** What is selected below the fields called `name` of a selection. */
export function selectionIn(info: GraphQLResolveInfo, selection: Selection, name: string, typeName: string): Selection {
  return below(
    info,
    selection.filter((field) => field.name.value === name),
    typeName,
  );
}

/** Whether a selection has a field called `name`, under whatever alias. */
export function selects(selection: Selection, name: string): boolean {
  return selection.some((field) => field.name.value === name);
}

/** The upstream fields that a selection on a type needs, as the type's fields declare them. */
export function upstreamFieldsOf(
  info: GraphQLResolveInfo,
  selection: Selection,
  typeName: string,
): ReadonlySet<ContactField> {
  const type = info.schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) throw new TypeError(`${typeName} is not an object type of the schema.`);
  const fields = type.getFields();
  return new Set(selection.flatMap(({ name }) => fields[name.value]?.extensions.upstreamFields ?? []));
}

function below(info: GraphQLResolveInfo, parents: readonly FieldNode[], typeName: string): Selection {
  return parents.flatMap((parent) => flatten(info, parent.selectionSet?.selections ?? [], typeName));
}

function flatten(
  info: GraphQLResolveInfo,
  selections: readonly SelectionNode[],
  typeName: string,
): readonly FieldNode[] {
  return selections.flatMap((node): readonly FieldNode[] => {
    if (!isIncluded(info, node)) return [];
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    if (!fragment || !appliesTo(info, fragment.typeCondition?.name.value, typeName)) return [];
    return flatten(info, fragment.selectionSet.selections, typeName);
  });
}

function isIncluded(info: GraphQLResolveInfo, node: SelectionNode): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

function appliesTo(info: GraphQLResolveInfo, condition: string | undefined, typeName: string): boolean {
  if (condition === undefined || condition === typeName) return true;
  const type = info.schema.getType(condition);
  const object = info.schema.getType(typeName);
  return isAbstractType(type) && object instanceof GraphQLObjectType && info.schema.isSubType(type, object);
}
