/** Language of error messages. Clients must rely on the code alone (contract §9, "message language"). */
export type Language = 'en' | 'ru';

const texts = {
  MISSING_API_KEY: {
    en: 'API key required. Pass via X-Api-Key header.',
    ru: 'Требуется API-ключ. Передайте его в заголовке X-Api-Key.',
  },
  INVALID_API_KEY: { en: 'Invalid API key', ru: 'Недействительный API-ключ' },
  TOKEN_MISSING: { en: 'API key has no OAuth tokens configured', ru: 'У API-ключа нет настроенных токенов OAuth' },
  ENTITY_NOT_FOUND: { en: 'Item not found', ru: 'Элемент не найден' },
  NOT_FOUND: { en: 'Status not found', ru: 'Статус не найден' },
  INTERNAL_ERROR: { en: 'Internal server error', ru: 'Внутренняя ошибка сервера' },
} as const;

/** Returns the message of an error code. */
export function localized(code: keyof typeof texts, language: Language): string {
  return texts[code][language];
}
