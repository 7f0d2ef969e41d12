import type { InputProblem } from '@contacts/client';

/** Lists what is wrong with something that was typed, and what is allowed. */
export function InputProblems({ problems, id }: { readonly problems: readonly InputProblem[]; readonly id?: string }) {
  if (problems.length === 0) return null;
  return (
    <div className="input-problems" role="alert" id={id}>
      <ul>
        {problems.map(({ place, message }) => (
          <li key={`${place} ${message}`}>
            <strong>{place}</strong> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
