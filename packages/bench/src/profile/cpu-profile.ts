/** A CPU profile, as V8's inspector gives it. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The node that was running at each sample. */
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** Time that was spent in a function itself. */
export interface SelfTime {
  readonly functionName: string;
  /** The file, from the name of its package or from the folder of ours; empty for V8 itself. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly micros: number;
}

/** Returns the time spent in each function itself, most first, idle time aside. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] {
  const microsOf = new Map<number, number>();
  for (const [index, id] of samples.entries()) microsOf.set(id, (microsOf.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const byFunction = new Map<string, SelfTime>();
  for (const { id, callFrame } of nodes) {
    const micros = microsOf.get(id) ?? 0;
    const { functionName, url, lineNumber } = callFrame;
    // Beside idle time, the profiler's own start and end.
    if (micros === 0 || functionName === '(idle)' || functionName === '(root)' || url === 'node:inspector') continue;
    const key = `${functionName} ${url} ${lineNumber}`;
    byFunction.set(key, {
      functionName: functionName || '(anonymous)',
      file: shortFile(url),
      line: lineNumber + 1,
      micros: micros + (byFunction.get(key)?.micros ?? 0),
    });
  }
  return [...byFunction.values()].toSorted((a, b) => b.micros - a.micros);
}

/** Returns the part of a URL that identifies the owner of the file. */
export function shortFile(url: string): string {
  const packaged = url.split('/node_modules/').at(-1) ?? '';
  if (packaged !== url) return packaged;
  return /(?:packages|apps)\/.*$/.exec(url)?.[0] ?? url;
}

/** Returns the owner of a file: a package, a folder of this project, Node, or V8 itself. */
export function ownerOf({ file, functionName }: Pick<SelfTime, 'file' | 'functionName'>): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (file === '') return 'V8 and built-ins';
  if (file.startsWith('node:'))
    return `node: ${
      file
        .slice('node:'.length)
        .replace(/^internal\//, '')
        .split('/')[0]
    }`;
  const ours = /^((?:packages|apps)\/[^/]+)\/src\/(?:([^/]+)\/)?/.exec(file);
  if (ours) return ours[2] === undefined ? `${ours[1]}` : `${ours[1]}/${ours[2]}`;
  const named = /^(@[^/]+\/[^/]+|[^/]+)/.exec(file);
  return named?.[1] ?? file;
}
