// Names of the made-up people. Russian names depend on the gender.

export const russianMen = split(
  'Иван Пётр Алексей Семён Михаил Фёдор Юрий Николай Андрей Илья Олег Роман Денис Глеб Егор',
);
export const russianWomen = split(
  'Анна Мария Елена Ольга Ирина Татьяна Наталья Юлия Алёна Вера Нина Дарья Ксения Яна Лидия',
);
export const latinNames = split(
  'Anna Ben Carla David Élodie Frank Greta Hugo Inês Jakob Klara Liam Maria Noah Olga Pavel Quentin Rosa Stefan Zoë',
);
export const patronymics = split('Иванов Петров Сергеев Андреев Николаев Юрьев Олегов Романов');

const russianRoots = split(
  `Абрам Агап Белозёр Берёзк Больш Борис Васил Ведерник Виноград Власов Волк Воробь Гаврил Голуб Гончар Горбун Гус Давыд
  Дмитри Дорон Ежов Елис Ефим Жар Жук Журавл Зайц Зим Игнат Иль Исак Казак Калин Карп Кисел Климов Ковал Козл Комар
  Корол Кот Кравц Крыл Кузнец Лаз Лапт Лебед Леон Лис Лог Лукьян Лыс Мак Мартын Маслов Матве Медвед Мельник Миронов
  Мишин Мороз Мух Назар Нест Никол Нос Овчинник Орл Осип Панф Пахом Пестр Плотник Поп Прохор Рыж Рябов Савел Сам Сел
  Сидор Смирн Сокол Сорок Степан Суд Тарас Тих Трофим Туман Уш Федос Фил Фом Харит Холод Цвет Черн Чист Шапошник Шевц
  Шил Щерб Юдин Якуш Яшин`,
);

export const latinLast = split(
  `Abbott Ackermann Albers Álvarez Andersen Bachmann Bailey Barros Baumann Becker Bellini Berg Bianchi Blanc Boucher Brandt
  Brennan Brown Bruno Carlsen Castro Chevalier Clarke Contini Cooper Costa Da Dalgaard Davies de Diaz Dietrich Dubois Dupont
  Eriksen Esposito Evans Fabre Ferrari Fischer Fontaine Foster Fournier Franke Fuchs García Gauthier Gomes Graf Greco
  Hansen Haas Hartmann Heller Herrera Hoffmann Holm Horváth Hughes Ivanova Jansen Jensen Jones Jørgensen Kaiser Keller
  Kelly Klein Koch Kowalski Kraus Krüger Lambert Larsen Lehmann Lindberg Lopes Lorenz Maier Marchetti Martin Mendes Meyer
  Möller Moreau Müller Murphy Neumann Nielsen Novak Nowak Nyström O'Brien Olsen Ortega Otto Parker Pereira Petersen Peters
  Petrov Pfeiffer Pinto Popescu Ramos Reyes Ricci Richter Rossi Roth Ruiz Sandoval Santos Schäfer Schmidt Schulz Seidel
  Silva Simon Sørensen Sousa Stein Svensson Taylor Thomas Tóth Turner Vargas Vidal Vogel Wagner Walker Weber Weiss Wolf
  Wright Young Zanetti Ziegler Zimmermann`,
);

/** Russian last names in the masculine form. */
export const russianLast = [
  ...russianRoots.flatMap((root) => [/[оев]в$|ин$/.test(root) ? root : `${root}ов`]),
  ...split('Достоевский Заболоцкий Коваленко Лещенко Гриценко Черных Седых Дурново'),
];

/** Returns the feminine form of a Russian last name. */
export function feminine(lastName: string): string {
  if (lastName.endsWith('ский') || lastName.endsWith('цкий')) return `${lastName.slice(0, -2)}ая`;
  return /[вн]$/.test(lastName) ? `${lastName}а` : lastName;
}

export const posts = split('Директор Бухгалтер Закупщик Инженер Manager Buyer Accountant Engineer Owner Секретарь');

function split(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}
