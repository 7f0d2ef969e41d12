import { nearestOf } from './nearest.ts';

/** A part of what was typed that cannot be used. */
export interface InputProblem {
  /** The part, as the parameter, option or column that it is of. */
  readonly place: string;
  /** Says what is wrong and what is allowed. */
  readonly message: string;
  /** The values or names that are allowed, where there is a list of them. */
  readonly allowed: readonly string[];
  /** The allowed name that is most like the one that was typed. */
  readonly suggestion: string | undefined;
}

/** Input that cannot be used: every part of it that is wrong, in its order. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(({ place, message }) => `${place}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** Makes the error of one problem without a list of names. */
export function inputError(place: string, message: string): InputError {
  return new InputError([{ place, message, allowed: [], suggestion: undefined }]);
}

/**
 * Makes the error of a name that is none of those allowed; it lists them, and the nearest first.
 * @param what the kind of name, such as `filter`
 */
export function unknownName(place: string, what: string, name: string, allowed: readonly string[]): InputError {
  const suggestion = nearestOf(name, allowed);
  const nearest = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  const message = `there is no ${what} ${JSON.stringify(name)}.${nearest} Allowed: ${allowed.join(', ')}.`;
  return new InputError([{ place, message, allowed, suggestion }]);
}

/**
 * Runs all steps and collects what they return.
 * @throws InputError with the problems of all steps that failed
 */
export function collectProblems<Result>(steps: readonly (() => Result)[]): readonly Result[] {
  const results: Result[] = [];
  const problems: InputProblem[] = [];
  for (const step of steps) {
    try {
      results.push(step());
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return results;
}
