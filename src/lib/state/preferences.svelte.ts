export type Theme = 'system' | 'light' | 'dark';

const KEY = 'backflow.theme';

function stored(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}

/** What the user likes, kept in this browser only. */
export class Preferences {
  #theme = $state<Theme>(stored());
  #systemDark = $state(false);

  constructor() {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }

  /** The theme to show. */
  get shown(): 'light' | 'dark' {
    if (this.#theme !== 'system') return this.#theme;
    return this.#systemDark ? 'dark' : 'light';
  }

  toggleTheme(): void {
    this.#theme = this.shown === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, this.#theme);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }
}
