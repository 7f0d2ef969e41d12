import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** Size of a document in everything that has a limit. */
export interface DocumentSize {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Maximum number of root fields of one operation. */
  readonly rootFields: number;
  /** Maximum number of fields of one operation, counted in every place where a fragment is spread. */
  readonly fields: number;
}

/** Size of a selection with all fragments spread. */
interface Spread {
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
}

const NOTHING: Spread = { depth: 0, fields: 0, rootFields: 0 };
/** Sums stop here: nested fragments can multiply without bound. */
const ENOUGH = 1e9;

/** Measures a document in one pass, before any step that costs more. */
export function sizeOfDocument(document: DocumentNode): DocumentSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION && !fragments.has(node.name.value)) fragments.set(node.name.value, node);
  }
  const known = new Map<string, Spread>();
  let aliases = 0;
  let directives = 0;
  let largest = NOTHING;
  for (const node of document.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) {
      const values = (node.variableDefinitions ?? []).map(({ defaultValue }) => depthOfValue(defaultValue));
      largest = maxOf(largest, spread(node.selectionSet));
      largest = { ...largest, depth: Math.max(largest.depth, ...values) };
    }
    count(node);
  }
  return { ...largest, aliases, directives };

  function count(node: ASTNode): void {
    if ('directives' in node) directives += node.directives?.length ?? 0;
    if (node.kind === Kind.FIELD && node.alias) aliases += 1;
    if ('variableDefinitions' in node) for (const each of node.variableDefinitions ?? []) count(each);
    if ('selectionSet' in node) for (const each of node.selectionSet?.selections ?? []) count(each);
  }

  function spread({ selections }: SelectionSetNode): Spread {
    let total = NOTHING;
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const below = node.selectionSet ? spread(node.selectionSet) : NOTHING;
        const values = (node.arguments ?? []).map(({ value }) => depthOfValue(value));
        total = {
          // The introspection that tools send is deeper than any page; graphql-js bounds its result.
          depth: Math.max(total.depth, node.name.value.startsWith('__') ? 1 : 1 + Math.max(below.depth, ...values)),
          fields: Math.min(total.fields + 1 + below.fields, ENOUGH),
          rootFields: Math.min(total.rootFields + 1, ENOUGH),
        };
      } else {
        const inner = node.kind === Kind.INLINE_FRAGMENT ? spread(node.selectionSet) : ofFragment(node.name.value);
        total = {
          depth: Math.max(total.depth, inner.depth),
          fields: Math.min(total.fields + inner.fields, ENOUGH),
          rootFields: Math.min(total.rootFields + inner.rootFields, ENOUGH),
        };
      }
    }
    return total;
  }

  /** A fragment within itself counts as nothing: validation rejects it. */
  function ofFragment(name: string): Spread {
    const present = known.get(name);
    if (present) return present;
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const size = fragment ? spread(fragment.selectionSet) : NOTHING;
    // An empty spread still takes time wherever it is resolved.
    const counted = { ...size, fields: Math.max(1, size.fields) };
    known.set(name, counted);
    return counted;
  }
}

function maxOf(one: Spread, other: Spread): Spread {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: Math.max(one.fields, other.fields),
    rootFields: Math.max(one.rootFields, other.rootFields),
  };
}

function depthOfValue(value: ValueNode | undefined): number {
  if (value?.kind === Kind.LIST) return 1 + Math.max(0, ...value.values.map(depthOfValue));
  if (value?.kind === Kind.OBJECT) return 1 + Math.max(0, ...value.fields.map((field) => depthOfValue(field.value)));
  return 0;
}
