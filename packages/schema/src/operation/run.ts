import type { ByteText } from '@contacts/core';
import { type GraphQLError, locatedError } from 'graphql';
import { type CallMemory, memoryOf } from './call-memory.ts';
import type { CompiledField, CompiledOperation, Position, Run, Values } from './compiled.ts';
import { Frame } from './frame.ts';
import { inOrderOfPaths } from './order-errors.ts';
import { putArrived } from './put.ts';

type Path = (string | number)[];

/** The result of an operation. */
export interface RunResult {
  /** The value of `data`, as JSON. */
  readonly data: ByteText;
  /** In the order of their paths. */
  readonly errors: readonly GraphQLError[];
}

/** Runs a compiled operation. Rejects only for an answer that is longer than a text can be. */
export function runOperation({ write }: CompiledOperation, context: unknown, variables: Values): Promise<RunResult> {
  const end = Promise.withResolvers<RunResult>();
  new OperationRun(context, variables, end).begin(write);
  return end.promise;
}

/** One call of a compiled operation: its state is held here, and none of it in the operation. */
class OperationRun implements Run {
  readonly context: unknown;
  readonly errors: GraphQLError[] = [];
  /** The text of the current frame behind its last piece; each character is one byte of UTF-8. */
  text = '';
  /** The place that is being written. */
  path: Path = [];
  readonly #memory: CallMemory;
  readonly #whole = new Frame(undefined, true);
  #frame = this.#whole;
  #pending = 0;
  #failure: GraphQLError | undefined;
  readonly #end: PromiseWithResolvers<RunResult>;

  constructor(context: unknown, variables: Values, end: PromiseWithResolvers<RunResult>) {
    this.context = context;
    this.#end = end;
    this.#memory = memoryOf(variables);
  }

  /** Writes all values that are no promises; the others follow as they arrive, and the last one ends the run. */
  begin(write: (run: Run) => void): void {
    this.#pending += 1;
    this.#failure = this.#write(write);
    this.#settle();
  }

  /** The arguments of a field, the same wherever in the answer its selection is applied. */
  argumentsOf(field: CompiledField): Values {
    return this.#memory.argumentsOf(field);
  }

  /** Returns a resolver's `info`; one object for the whole call. */
  infoOf(field: CompiledField): CompiledField['info'] {
    return this.#memory.infoOf(field);
  }

  /** The error with its place; one that already has one came from below. */
  located(nodes: Position['nodes'], error: unknown): GraphQLError {
    const raw = error instanceof Error ? error : new Error(`Unexpected error value: ${String(error)}`);
    return locatedError(raw, nodes, [...this.path]);
  }

  /** Writes a value at a nullable position: an error below ends there. */
  putNullable(position: Position, value: unknown): void {
    const frame = new Frame(this.#frame, true);
    const text = this.#textIn(frame, position, value);
    if (frame.isPlain) {
      this.text += frame.isNull ? 'null' : text;
      return;
    }
    frame.add(text);
    this.#frame.addFrame(this.text, frame);
    this.text = '';
  }

  /** Writes a value apart from the answer; what it began is thrown away unless all of it was there. */
  textOf(position: Position, value: unknown): ByteText | undefined {
    const earlier = this.errors.length;
    const frame = new Frame(undefined, true);
    const text = this.#textIn(frame, position, value);
    if (frame.isPlain && this.errors.length === earlier) return text;
    frame.isNull = true;
    this.errors.length = earlier;
    return undefined;
  }

  /** Reserves a position for the value of a promise. */
  defer(position: Position, value: PromiseLike<unknown>): void {
    const slot = new Frame(this.#frame, position.nullable);
    this.#frame.addFrame(this.text, slot);
    this.text = '';
    this.#pending += 1;
    const path = [...this.path];
    value.then(
      (arrived) => this.#arrive(slot, path, position, arrived),
      (error: unknown) => this.#miss(slot, path, position, error),
    );
  }

  /** Writes a value in a frame of its own, which an error below makes null; returns the text behind its last piece. */
  #textIn(frame: Frame, position: Position, value: unknown): ByteText {
    const { text: before } = this;
    const outer = this.#frame;
    const depth = this.path.length;
    this.#frame = frame;
    this.text = '';
    try {
      position.write(this, value);
    } catch (error) {
      this.path.length = depth;
      this.errors.push(this.located(position.nodes, error));
      frame.isNull = true;
    }
    const { text } = this;
    this.#frame = outer;
    this.text = before;
    return text;
  }

  /** An error that nulls the whole answer waits for those of earlier fields. */
  #write(write: (run: Run) => void): GraphQLError | undefined {
    try {
      write(this);
      this.#whole.add(this.text);
      return undefined;
    } catch (error) {
      return error as GraphQLError;
    }
  }

  #arrive(slot: Frame, path: Path, position: Position, value: unknown): void {
    if (!slot.isLost) this.#fill(slot, path, position, value);
    this.#settle();
  }

  #miss(slot: Frame, path: Path, position: Position, error: unknown): void {
    if (!slot.isLost) this.#fail(slot, path, position, error);
    this.#settle();
  }

  #fill(slot: Frame, path: Path, position: Position, value: unknown): void {
    const depth = path.length;
    this.path = path;
    this.#frame = slot;
    this.text = '';
    try {
      putArrived(this, position, value);
      slot.add(this.text);
    } catch (error) {
      path.length = depth;
      this.#fail(slot, path, position, error);
    }
  }

  #fail(slot: Frame, path: Path, { nodes }: Position, error: unknown): void {
    this.path = path;
    this.errors.push(this.located(nodes, error));
    slot.setNull();
  }

  #settle(): void {
    this.#pending -= 1;
    if (this.#pending > 0) return;
    if (this.#failure) this.errors.push(this.#failure);
    const { errors } = this;
    try {
      this.#end.resolve({ data: this.#failure ? 'null' : this.#whole.toText(), errors: inOrderOfPaths(errors) });
    } catch (error) {
      this.#end.reject(error);
    }
  }
}
