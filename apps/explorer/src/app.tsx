import { useCallback, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { type Credentials, readCredentials, storeCredentials } from './access/credentials.ts';
import { CredentialsForm } from './access/credentials-form.tsx';
import { Explorer } from './explorer.tsx';
import { createGatewayClient } from './gateway/gateway-client.ts';
import type { AnsweredOperation } from './gateway/report.ts';
import type { PageOptions } from './page-options.ts';

/** The page: asks for credentials if it has none, then shows the contacts. */
export function App({ options }: { readonly options: PageOptions }) {
  const [credentials, setCredentials] = useState(() => readCredentials(sessionStorage, options));
  const [isEntering, setIsEntering] = useState(false);
  const [answered, setAnswered] = useState<readonly AnsweredOperation[]>([]);
  const record = useCallback((operation: AnsweredOperation) => {
    // The latest of each name, the last one first.
    setAnswered((earlier) => [operation, ...earlier.filter(({ name }) => name !== operation.name)]);
  }, []);
  const client = useMemo(() => credentials && createGatewayClient(credentials, record), [credentials, record]);
  const enter = (entered: Credentials): void => {
    storeCredentials(sessionStorage, entered);
    setCredentials({ ...entered });
    setIsEntering(false);
  };
  const enterAgain = useCallback(() => setIsEntering(true), []);
  if (!client || isEntering) {
    return (
      <main className="entrance">
        <h1>Contacts explorer</h1>
        <CredentialsForm options={options} current={credentials} onEnter={enter} />
        {client ? (
          <button type="button" onClick={() => setIsEntering(false)}>
            Back to the contacts
          </button>
        ) : null}
      </main>
    );
  }
  return (
    <Provider value={client}>
      <Explorer options={options} answered={answered} onKey={enterAgain} />
    </Provider>
  );
}
