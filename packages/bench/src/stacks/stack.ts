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
  /** How it is started. */
  readonly start: (place: Place) => Start;
  /** What it is asked; undefined if it cannot answer that workload. */
  readonly request: (workload: Workload) => PostRequest | undefined;
  /** What its answer says. */
  readonly read: (workload: Workload, body: unknown) => Answer;
}

/** Where a server is to listen and whom it asks. */
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
