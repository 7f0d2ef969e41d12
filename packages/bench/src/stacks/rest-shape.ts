import { type Json, type Row, rowOf } from '../answer.ts';
import type { Workload } from '../workloads.ts';

/** Returns the upstream fields that a workload needs, as `select` has them. */
export function selectOf({ fields, withRelations }: Workload): string {
  return [...fields, ...(withRelations ? ['companyId', 'assignedById'] : [])].join(',');
}

/** Reads a contact whose scalars have their upstream names and whose relations are objects. */
export function readRow(workload: Workload, row: Json): Row {
  const scalars = rowOf(row, workload.fields);
  if (!workload.withRelations) return scalars;
  return {
    ...scalars,
    company: (row['company'] as { title: string } | null)?.title ?? null,
    assignedBy: (row['assignedBy'] as { name: string } | null)?.name ?? null,
  };
}
