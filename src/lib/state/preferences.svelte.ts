export type Theme = 'system' | 'light' | 'dark';

const KEY = 'backflow.theme';
const SHELVES = 'backflow.shelves';

function stored(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}

/** Names of the palette's shelves that are folded. */
function storedShelves(): readonly string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(SHELVES) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export type PaletteTab = 'operations' | 'examples';

/** What the user likes, kept in this browser only. */
export class Preferences {
  #theme = $state<Theme>(stored());
  #systemDark = $state(false);
  #folded = $state.raw<readonly string[]>(storedShelves());
  #paletteTab = $state<PaletteTab>('operations');

  /** @param theme shown whatever was chosen before; kept nowhere */
  constructor(theme?: Exclude<Theme, 'system'>) {
    if (theme) this.#theme = theme;
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }

  /** The theme to show. */
  get shown(): 'light' | 'dark' {
    if (this.#theme !== 'system') return this.#theme;
    return this.#systemDark ? 'dark' : 'light';
  }

  /** Names of the palette's shelves that are folded. */
  get folded(): readonly string[] {
    return this.#folded;
  }

  fold(shelves: readonly string[]): void {
    this.#folded = shelves;
    try {
      localStorage.setItem(SHELVES, JSON.stringify(shelves));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }

  /** What the palette shows; as long as the page is open, whatever document is. */
  get paletteTab(): PaletteTab {
    return this.#paletteTab;
  }

  showInPalette(tab: PaletteTab): void {
    this.#paletteTab = tab;
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

let shared: Preferences | null = null;

/** Those of the page: the editor and the notebook have the same. */
export const sharedPreferences = (): Preferences => (shared ??= new Preferences());
