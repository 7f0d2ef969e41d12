import type { Answer } from '../answer.ts';
import type { PostRequest } from '../load/post-request.ts';
import type { Workload } from '../workloads.ts';

/** A server that is measured. */
export interface Stack {
  /** As `--only` has it. */
  readonly name: string;
  /** As tables have it. */
  readonly title: string;
  /** Packages of the peers' lock file whose versions are printed; none for what is of this project. */
  readonly packages: readonly string[];
  /** Returns the command that starts it. */
  readonly start: (place: Place) => Start;
  /** Returns the operation of a workload; undefined if it cannot answer that one. */
  readonly request: (workload: Workload) => PostRequest | undefined;
  /** Returns the content of its answer. Throws if the answer has errors. */
  readonly read: (workload: Workload, body: unknown) => Answer;
}

/** The port of a server, and the upstream that it calls. */
export interface Place {
  readonly port: number;
  /** Of the upstream, without a slash at the end. */
  readonly upstreamUrl: string;
}

/** A program and its arguments. */
export interface Start {
  /** The program: `node` stands for the Node that runs the benchmark, with the measuring side channel. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
