// Runs in the hidden frame that holds Python: an origin of its own, without storage and without a network. It makes
// the worker and hears nothing of what that says; the page and the worker talk through a port of their own.
// The page's security policy names this text by its hash (svelte.config.js), so it stands alone and imports nothing.
(() => {
  /** @param {MessageEvent} opening */
  const open = ({ source, data, ports: [control] }) => {
    if (source !== parent || !control) return;
    removeEventListener('message', open);
    const { script, binary, library } = data;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    // Compiled once: a worker that takes another's place starts sooner.
    const compiled = WebAssembly.compile(binary);
    /** @type {Worker | null} */
    let worker = null;

    /** @param {MessageEvent} event */
    const start = async ({ data: number, ports: [port] }) => {
      worker?.terminate();
      worker = null;
      if (!port) return;
      const next = new Worker(url);
      worker = next;
      /** @param {string} message */
      const fail = (message) => {
        if (worker === next) control.postMessage({ kind: 'broken', number, message });
      };
      next.addEventListener('error', (event) => {
        event.preventDefault();
        fail(event.message || 'its worker could not be started');
      });
      try {
        const binary = await compiled;
        // Another may have taken its place meanwhile; what is sent to one that has ended is lost.
        next.postMessage({ binary, library }, [port]);
      } catch (error) {
        fail(String(error));
      }
    };
    control.addEventListener('message', (event) => void start(event));
    control.start();
    control.postMessage({ kind: 'open' });
  };
  addEventListener('message', open);
})();
