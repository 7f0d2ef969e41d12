import { InputError, type InputProblem, type RestTranslation, translateRestRequest } from '@contacts/client';
import { type FormEvent, useId, useState } from 'react';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { conditionsOf } from '../filters/condition.ts';
import { offsetText } from '../filters/local-time.ts';
import { InputProblems } from '../problems/input-problems.tsx';
import { CopyButton } from '../share/copy-button.tsx';
import { MAX_ORDER_KEYS, type View } from '../view/view.ts';

export interface RestFormProps {
  /** For conditions on custom fields: their types. */
  readonly customFields: CustomFields;
  /** Shows the translated request in the table. */
  readonly onShow: (view: Partial<View>) => void;
}

const EXAMPLE =
  'curl -g "https://vibecode.bitrix24.tech/v1/contacts?limit=50&filter[companyId]=15&select=id,name,phone"';

/** Translates a request for the list of the REST API, as a command, a URL or a path, into the operation that reads the same. */
export function RestForm({ customFields, onShow }: RestFormProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [translation, setTranslation] = useState<RestTranslation | null>(null);
  const [problems, setProblems] = useState<readonly InputProblem[]>([]);
  const translate = (event: FormEvent): void => {
    event.preventDefault();
    const outcome = translationOf(text, customFields);
    setTranslation(outcome.translation);
    setProblems(outcome.problems);
    if (outcome.translation) onShow(viewOf(outcome.translation));
  };
  return (
    <div className="rest">
      <h2>From a REST request</h2>
      <form onSubmit={translate}>
        <label>
          <span>A curl command, a call of fetch, a URL or a path of the list of contacts</span>
          <textarea
            rows={4}
            spellCheck={false}
            placeholder={EXAMPLE}
            value={text}
            aria-invalid={problems.length > 0}
            aria-describedby={problems.length > 0 ? id : undefined}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="buttons">
          <button type="submit" className="primary">
            Translate and show
          </button>
          <button type="button" onClick={() => setText(EXAMPLE)}>
            Example
          </button>
        </div>
        <InputProblems problems={problems} id={id} />
      </form>
      {translation ? <Translated translation={translation} /> : null}
    </div>
  );
}

function Translated({ translation }: { readonly translation: RestTranslation }) {
  const { query, variables, notes } = translation;
  const json = JSON.stringify(variables, undefined, 2);
  return (
    <>
      {notes.length > 0 ? (
        <ul className="notes">
          {notes.map(({ place, message }) => (
            <li key={place}>
              <strong>{place}</strong> {message}
            </li>
          ))}
        </ul>
      ) : null}
      <h3>
        Operation <CopyButton text={query} label="Copy" />
      </h3>
      <pre>
        <code>{query}</code>
      </pre>
      <h3>
        Variables <CopyButton text={json} label="Copy" />
      </h3>
      <pre>
        <code>{json}</code>
      </pre>
      <p className="hint">The table shows these contacts now; it reads on beyond the first {variables.first}.</p>
    </>
  );
}

interface Outcome {
  readonly translation: RestTranslation | null;
  readonly problems: readonly InputProblem[];
}

function translationOf(text: string, { isRead, fields }: CustomFields): Outcome {
  if (text.trim() === '') {
    const message = `is missing. Paste a request such as ${EXAMPLE}`;
    return { translation: null, problems: [{ place: 'Request', message, allowed: [], suggestion: undefined }] };
  }
  try {
    return {
      translation: translateRestRequest(text, {
        // Moments without an offset are of the portal's time; the user's own is the nearest to it that a page knows.
        offset: offsetText(-new Date().getTimezoneOffset()),
        fields: isRead ? fields : undefined,
      }),
      problems: [],
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { translation: null, problems: error.problems };
  }
}

function viewOf({ variables, columns }: RestTranslation): Partial<View> {
  return {
    columns,
    conditions: conditionsOf(variables.filter),
    orderBy: (variables.orderBy ?? []).slice(0, MAX_ORDER_KEYS),
    search: '',
    contact: null,
  };
}
