// Shows the theme that was chosen in the editor before a page is drawn, and lets a button switch it: pages of the
// reference have no other script. The key is that of src/lib/state/preferences.svelte.ts.
(() => {
  const KEY = 'backflow.theme';
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  /** Lasts as long as the page where nothing can be stored. */
  let chosen = '';
  const read = () => {
    try {
      return localStorage.getItem(KEY) ?? chosen;
    } catch {
      return chosen;
    }
  };
  const show = () => {
    const theme = read();
    const isKnown = theme === 'light' || theme === 'dark';
    root.dataset.theme = isKnown ? theme : system.matches ? 'dark' : 'light';
  };
  show();
  system.addEventListener('change', show);
  // Another tab may switch it, and so may the editor before one comes back here.
  window.addEventListener('storage', show);
  window.addEventListener('pageshow', show);
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-switch-theme]')) return;
    chosen = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // `chosen` holds it.
    }
    show();
  });
})();
