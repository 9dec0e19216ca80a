/** Makes an element the only one that can be reached, for as long as it covers the others; answers how to stop. */
export function isolate(element: HTMLElement): () => void {
  const stilled: HTMLElement[] = [];
  for (let inner = element; inner.parentElement; inner = inner.parentElement) {
    for (const other of inner.parentElement.children) {
      if (other === inner || !(other instanceof HTMLElement) || other.inert) continue;
      other.inert = true;
      stilled.push(other);
    }
    if (inner.parentElement === document.body) break;
  }
  return () => {
    for (const other of stilled) other.inert = false;
  };
}
