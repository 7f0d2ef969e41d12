import { type ContactOrder, orderFields } from '@contacts/client';
import { orderByColumn, orderColumn } from '../view/order.ts';
import { MAX_ORDER_KEYS } from '../view/view.ts';
import { columnTitle } from './titles.ts';
import type { CustomFields } from './use-custom-fields.ts';

export interface OrderFormProps {
  readonly orderBy: readonly ContactOrder[];
  readonly customFields: CustomFields;
  readonly onChange: (orderBy: readonly ContactOrder[]) => void;
}

/** The sort keys of the list, also those that are no columns of the table. */
export function OrderForm({ orderBy, customFields, onChange }: OrderFormProps) {
  const places = Array.from({ length: Math.min(orderBy.length + 1, MAX_ORDER_KEYS) }, (_, index) => index);
  const used = orderBy.map(orderColumn);
  const names = new Set([...orderFields.map(({ name }) => name), ...customFields.orderNames, ...used]);
  const choices = [...names].map((name) => ({ name, title: columnTitle(name, customFields.titles) }));
  const change = (place: number, key: ContactOrder | null): void =>
    onChange([...orderBy.slice(0, place), ...(key ? [key] : []), ...orderBy.slice(place + 1)]);
  return (
    <div className="order">
      <h2>Sort</h2>
      {places.map((place) => (
        <OrderKey
          key={place}
          place={place}
          current={orderBy[place]}
          choices={choices.filter(({ name }) => name === used[place] || !used.includes(name))}
          onChange={(key) => change(place, key)}
        />
      ))}
      <p className="hint">Contacts that are equal by all keys are sorted by number.</p>
    </div>
  );
}

interface OrderKeyProps {
  readonly place: number;
  readonly current: ContactOrder | undefined;
  readonly choices: readonly { readonly name: string; readonly title: string }[];
  readonly onChange: (key: ContactOrder | null) => void;
}

function OrderKey({ place, current, choices, onChange }: OrderKeyProps) {
  const label = place === 0 ? 'Sort by' : 'then by';
  const column = current ? orderColumn(current) : '';
  const isDescending = current?.direction === 'DESC';
  const choose = (name: string): void => onChange(name === '' ? null : orderByColumn(name, isDescending));
  return (
    <div className="order-key">
      <label>
        <span>{label}</span>
        <select value={column} onChange={(event) => choose(event.target.value)}>
          <option value="">{place === 0 ? 'Number' : 'nothing more'}</option>
          {choices.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {current ? (
        <select
          aria-label={`Direction of ${label}`}
          value={isDescending ? 'DESC' : 'ASC'}
          onChange={(event) => onChange(orderByColumn(column, event.target.value === 'DESC'))}
        >
          <option value="ASC">ascending</option>
          <option value="DESC">descending</option>
        </select>
      ) : null}
    </div>
  );
}
