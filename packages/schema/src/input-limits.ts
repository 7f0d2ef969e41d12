import { InvalidArgumentError } from '@contacts/core';

/** The maximum length of a list in an input. */
export interface ListLimit {
  readonly max: number;
  /** The name of the configuration variable that sets it. */
  readonly name: string;
}

/** The limits of the lists that callers send. */
export interface InputLimits {
  /** Ids of `nodes`. */
  readonly ids: ListLimit;
  /** Values of `in` and `notIn`. */
  readonly values: ListLimit;
  /** Names of `customFields`. */
  readonly customFields: ListLimit;
}

/** A list that is longer than is allowed. */
export class ListTooLongError extends InvalidArgumentError {
  override readonly name = 'ListTooLongError';
  /** The limit's name. */
  readonly limit: string;

  constructor(argument: string, length: number, { max, name }: ListLimit, things: string) {
    super(argument, `a list of ${length}`, `a list of at most ${max} ${things}`);
    this.limit = name;
  }
}

/**
 * @param things noun for the entries of the list
 * @throws ListTooLongError
 */
export function checkLength(argument: string, { length }: readonly unknown[], limit: ListLimit, things: string): void {
  if (length > limit.max) throw new ListTooLongError(argument, length, limit, things);
}
