import type { Entity, UpstreamRow } from '@contacts/core';
import type { ObjectRef } from '@pothos/core';
import type { Types } from '../builder.ts';
import { typeName } from './type-name.ts';

/** A type whose objects have global ids: the records of an entity. */
export interface NodeType {
  readonly entity: Entity;
  readonly ref: ObjectRef<Types, UpstreamRow>;
}

const nodeTypes = new Map<string, NodeType>();

/** Registers the type of an entity's records for `node`, `nodes` and the parsers of ids. */
export function addNodeType(nodeType: NodeType): void {
  nodeTypes.set(typeName(nodeType.entity), nodeType);
}

/** Returns the type of a name, if its objects have global ids. */
export function nodeTypeOf(name: string): NodeType | undefined {
  return nodeTypes.get(name);
}

/** Returns the names of the types whose objects have global ids. */
export function nodeTypeNames(): readonly string[] {
  return [...nodeTypes.keys()];
}
