import { contacts } from '@contacts/core';
import { orderInput } from './entity/order-input.ts';

export const ContactOrderInput = orderInput(contacts);
