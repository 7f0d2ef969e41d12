import type { GatewayProblem } from '@contacts/client';
import { type Advice, adviceFor, upstreamOf } from './advice.ts';

export interface ProblemPanelProps {
  readonly problems: readonly GatewayProblem[];
  readonly onOffer: (offer: Advice['offer']) => void;
}

const offers: Readonly<Record<Advice['offer'], string>> = {
  key: 'Enter another key',
  retry: 'Try again',
  restart: 'Begin at the first contact',
};

/** Says what went wrong and what to do, one entry for each kind of problem. */
export function ProblemPanel({ problems, onOffer }: ProblemPanelProps) {
  return (
    <div className="problems" role="alert">
      {onePerKind(problems).map((problem) => (
        <ProblemEntry key={keyOf(problem)} problem={problem} onOffer={onOffer} />
      ))}
    </div>
  );
}

function ProblemEntry({ problem, onOffer }: { problem: GatewayProblem; onOffer: ProblemPanelProps['onOffer'] }) {
  const { title, action, offer } = adviceFor(problem);
  const { code } = upstreamOf(problem);
  return (
    <section className="problem">
      <h2>{title}</h2>
      <p>{action}</p>
      <p className="detail">
        {problem.message} <code>{[problem.code, code].filter(Boolean).join(' · ')}</code>
      </p>
      <button type="button" onClick={() => onOffer(offer)}>
        {offers[offer]}
      </button>
    </section>
  );
}

/** Fifty rows without a company's right are one problem. */
function onePerKind(problems: readonly GatewayProblem[]): readonly GatewayProblem[] {
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

function keyOf(problem: GatewayProblem): string {
  return `${adviceFor(problem).title} ${problem.message}`;
}
