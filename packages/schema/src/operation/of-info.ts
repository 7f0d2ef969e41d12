import type { PageRequirements, Requirements } from '@contacts/core';
import { getNamedType, type GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import type { CompiledInfo, CompiledSelection } from './compiled.ts';
import type { FieldRequirements } from './field-requirements.ts';
import { formsOf } from './forms.ts';
import { requirementsOf, selectedOnPage } from './requirements-of.ts';

/** Returns the requirements of what is selected on a record that a resolver's field gives. @throws ListTooLongError */
export function recordRequirements(info: GraphQLResolveInfo, type: string, { inputLimits }: Context): Requirements {
  return requirementsOf(selectionOf(info, type), { variables: info.variableValues, inputLimits });
}

/** Returns the page that a resolver's field reads. @throws ListTooLongError */
export function pageRequirements(
  info: GraphQLResolveInfo,
  { inputLimits }: Context,
  args: Omit<PageRequirements['args'], 'wants'>,
): PageRequirements {
  const selection = selectionOf(info, getNamedType(info.returnType).name);
  const { each, wants } = selectedOnPage(selection, { variables: info.variableValues, inputLimits });
  return { args: { ...args, wants }, each };
}

/**
 * Returns the page of a field of the root, made once for all calls that have the same `info`.
 * @throws InvalidArgumentError, ListTooLongError
 */
export function rootPage(
  info: GraphQLResolveInfo & Pick<CompiledInfo, 'page'>,
  context: Context,
  readArgs: () => Omit<PageRequirements['args'], 'wants'>,
): PageRequirements {
  return (info.page ??= pageRequirements(info, context, readArgs()));
}

/** Returns true if something that is counted, or the name of it, is selected below a resolver's field. */
export function selectsCounts(info: GraphQLResolveInfo, type: string, counts: FieldRequirements['counts']): boolean {
  return selectionOf(info, type).fields.some(({ requires }) => requires?.counts === counts);
}

/** Returns the compiled selection below a resolver's field, on objects of a type. */
function selectionOf(info: GraphQLResolveInfo & Pick<CompiledInfo, 'selections'>, type: string): CompiledSelection {
  const selections = info.selections ?? selectionsAt(info);
  const selection = selections.find((each) => each.type === type);
  if (!selection) throw new TypeError(`Nothing is selected on ${type} at ${info.parentType.name}.${info.fieldName}.`);
  return selection;
}

/** Finds the place of a resolver that graphql-js calls: by its path, whose keys are those of the selections. */
function selectionsAt(info: GraphQLResolveInfo): readonly CompiledSelection[] {
  const { root } = formsOf(info).of(info.variableValues);
  return below(info.path);

  function below(path: GraphQLResolveInfo['path']): readonly CompiledSelection[] {
    if (typeof path.key === 'number') return path.prev ? below(path.prev) : [];
    const around = path.prev ? below(path.prev) : [root];
    const selection = around.find(({ type }) => type === path.typename);
    const field = selection?.fields.find(({ key }) => key === path.key);
    if (field?.refusal) throw field.refusal;
    return field?.selections ?? [];
  }
}
