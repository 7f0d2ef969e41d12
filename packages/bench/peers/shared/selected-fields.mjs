import { Kind } from 'graphql';

const UPSTREAM_NAMES = { contactId: 'id', company: 'companyId', assignedBy: 'assignedById' };

/** The names of the fields that are selected below a field, fragments included. */
function names(info, nodes) {
  return nodes.flatMap(({ selectionSet }) =>
    (selectionSet?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      return fieldsOf(info, selection);
    }),
  );
}

function fieldsOf(info, selection) {
  return names(info, [selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection]);
}

/** Returns the upstream fields that a field `contacts` needs, and if it needs the total. */
export function neededByContacts(info) {
  const fields = names(info, info.fieldNodes);
  return {
    withTotal: fields.some(({ name }) => name.value === 'totalCount'),
    select: upstreamFields(
      info,
      fields.filter(({ name }) => name.value === 'nodes'),
    ),
  };
}

/** Returns the upstream fields that a field `contact` needs. */
export function neededByContact(info) {
  return upstreamFields(info, info.fieldNodes);
}

function upstreamFields(info, nodes) {
  return [...new Set(['id', ...names(info, nodes).map(({ name }) => UPSTREAM_NAMES[name.value] ?? name.value)])];
}
