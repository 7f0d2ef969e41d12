import type { GraphQLResolveInfo } from 'graphql';
import type { CompiledField, Position, Run, Values } from './compiled.ts';

/** Writes one field of an object with its key. Throws a located error if it cannot be null and has no value. */
export function putField(run: Run, source: unknown, field: CompiledField): void {
  if (field.leaf) putLeaf(run, source, field, field.leaf);
  else putComposite(run, source, field);
}

function putLeaf(run: Run, source: unknown, field: CompiledField, leaf: (value: unknown) => string): void {
  const { head, key } = field;
  let text: string;
  try {
    const value = resolved(run, source, field);
    if (typeof value === 'object' && value !== null && isThenable(value)) {
      run.text += head;
      run.path.push(key);
      run.defer(field, value);
      run.path.pop();
      return;
    }
    text = value === null || value === undefined ? nullAt(field) : leaf(checked(value));
  } catch (error) {
    run.path.push(key);
    const located = run.located(field.nodes, error);
    run.path.pop();
    if (!field.nullable) throw located;
    run.errors.push(located);
    text = 'null';
  }
  run.text += head + text;
}

function putComposite(run: Run, source: unknown, field: CompiledField): void {
  const depth = run.path.length;
  run.text += field.head;
  run.path.push(field.key);
  try {
    put(run, field, resolved(run, source, field));
    run.path.pop();
  } catch (error) {
    run.path.length = depth + 1;
    const located = run.located(field.nodes, error);
    run.path.pop();
    if (!field.nullable) throw located;
    run.errors.push(located);
    run.text += 'null';
  }
}

/** Writes a value, or reserves a position for that of a promise. */
export function put(run: Run, position: Position, value: unknown): void {
  if (value === null || value === undefined) run.text += nullAt(position);
  else if (isThenable(value)) run.defer(position, value);
  else if (position.nullable) run.putNullable(position, checked(value));
  else position.write(run, checked(value));
}

/** Writes the value of a promise at its reserved position. */
export function putArrived(run: Run, position: Position, value: unknown): void {
  if (value === null || value === undefined) run.text += nullAt(position);
  else position.write(run, checked(value));
}

function resolved(run: Run, source: unknown, field: CompiledField): unknown {
  if (field.read) return field.read(source);
  const args: Values = field.fixedArguments ?? run.argumentsOf(field);
  // Without a path: nothing here reads it, and each row would need one of its own.
  return field.resolve(source, args, run.context, run.infoOf(field) as GraphQLResolveInfo);
}

function nullAt({ nullable, coordinate }: Position): 'null' {
  if (nullable) return 'null';
  throw new Error(`Cannot return null for non-nullable field ${coordinate}.`);
}

/** An error that a resolver returns is one that it throws. */
function checked(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown }).then === 'function';
}
