/** The exit codes of `contacts`; docs/command-line.md has the same table, which a test compares. Interruptions are 128 and the signal's number. */
export const exitCodes = {
  done: 0,
  /** A fault of this program. */
  fault: 1,
  /** An argument, an option or a value that is not allowed. */
  badInput: 2,
  /** There is no such contact, or the key may not see it. */
  notFound: 3,
  /** No key, a wrong one, or one that lacks a right. */
  denied: 4,
  /** The gateway or the REST API is not reachable, slow or busy: the same command can work later. */
  tryLater: 5,
  /** The answer of the gateway cannot be used. */
  badAnswer: 6,
  /** A file that exists already, cannot be read or written, or belongs to another export; standard output that cannot be written. */
  file: 7,
  /** Some values could not be read and are empty; all others were printed or written. */
  partial: 8,
} as const;
