import type { VariableName } from './variables.ts';

/** Called for combinations that are not allowed, with the variable to change and the rest of the message. */
export type Problem = (name: VariableName, message: string) => void;
