import { noRequirements, type OperationRequirements, type RecordEntity } from '@contacts/core';
import type { NodeType } from '../global-id.ts';
import type { CompiledField, CompiledSelection } from './compiled.ts';
import { argumentsOf, type Call, ifValid, pageOf, requirementsOf } from './requirements-of.ts';

const entities = { Contact: 'contact', Company: 'company', User: 'user' } as const satisfies Record<
  NodeType,
  RecordEntity
>;

/**
 * Returns the requirements of a whole operation, so that its cost is known before anything is sent. Fields whose arguments
 * are refused require nothing: their resolvers answer with the refusal.
 */
export function operationRequirements(root: CompiledSelection, call: Call): OperationRequirements {
  const { fields } = root;
  const aggregates = fields.flatMap((field) => aggregatedBy(field, call));
  return {
    pages: fields.flatMap((field) => ifValid(() => pageOf(field, call, argumentsOf(field, call))) ?? []),
    records: fields.flatMap((field) => recordsOf(field, call)),
    counts: aggregates.flatMap(({ filter, counts }) => (counts.has('all') ? [filter] : [])),
    groups: aggregates.flatMap(({ filter, groupBy, counts }) =>
      groupBy && counts.has('groups') ? [{ filter, groupBy }] : [],
    ),
    references: fields.flatMap(({ requires }) => requires?.reference ?? []),
  };
}

function recordsOf(field: CompiledField, call: Call): OperationRequirements['records'] {
  const { requires, selections, refusal } = field;
  const ids = refusal ? undefined : ifValid(() => requires?.records?.(argumentsOf(field, call), call.inputLimits));
  if (!ids) return [];
  return selections.flatMap((selection) => {
    const ofType = ids.flatMap(({ type, id }) => (type === selection.type ? [id] : []));
    const each = ofType.length === 0 ? noRequirements : ifValid(() => requirementsOf(selection, call));
    return each && ofType.length > 0 ? [{ entity: entities[selection.type as NodeType], ids: ofType, each }] : [];
  });
}

function aggregatedBy(field: CompiledField, call: Call) {
  const { requires, selections } = field;
  const aggregated = ifValid(() => requires?.aggregate?.(argumentsOf(field, call), call.inputLimits));
  if (!aggregated) return [];
  const below = selections.flatMap(({ fields }) => fields.flatMap((each) => each.requires?.counts ?? []));
  return [{ ...aggregated, counts: new Set(below) }];
}
