import { PlanExceededError } from '../errors.ts';

export interface OperationLimit {
  readonly max: number;
  /** The name of its configuration variable. */
  readonly name: string;
}

/** The limits of the requests of one operation. */
export interface OperationLimits {
  /** HTTP requests. Retries do not count: they have a budget of their own. */
  readonly requests: OperationLimit;
  /** Reads of 50 rows upstream, counted as a plan counts them. */
  readonly innerPages: OperationLimit;
}

/**
 * Counts the requests of an operation, independently of its plan: with an upstream whose pages hold fewer rows than they
 * promise, one page can take any number of requests.
 */
export class OperationBudget {
  readonly #limits: OperationLimits;
  #requests = 0;
  #innerPages = 0;

  constructor(limits: OperationLimits) {
    this.#limits = limits;
  }

  /**
   * Takes the cost of one request before it is sent.
   * @param innerPages the maximum number of inner pages that it can read
   * @returns a function to call once with the number of inner pages that it read
   * @throws PlanExceededError if the operation has no more left
   */
  take(innerPages: number): (read: number) => void {
    check('requests', this.#requests + 1, this.#limits.requests);
    check('reads of 50 rows', this.#innerPages + innerPages, this.#limits.innerPages);
    this.#requests += 1;
    this.#innerPages += innerPages;
    return (read) => {
      this.#innerPages += Math.min(read, innerPages) - innerPages;
    };
  }
}

function check(what: string, count: number, { max, name }: OperationLimit): void {
  if (count > max) throw new PlanExceededError(`${count} ${what}`, `${max} (${name})`);
}
