/** Rows that are drawn above and below those in view, so that scrolling shows no gaps. */
const SPARE = 12;
/** Up to here all are drawn: it costs nothing, and the page's own search finds them. */
const ALL = 80;

/** Which rows of a long list are in view: only those are drawn. */
export class Rows {
  /** Height of one row, in CSS pixels. */
  readonly height: number;
  /** Height of what stays in place above the rows. */
  readonly #head: number;
  readonly #count: () => number;
  #scroller: HTMLElement | null = null;
  #top = $state(0);
  /** Height of the place that they are seen through. */
  size = $state(0);

  constructor(count: () => number, height: number, head = 0) {
    this.#count = count;
    this.height = height;
    this.#head = head;
  }

  get isWhole(): boolean {
    return this.#count() <= ALL;
  }

  /** First row that is drawn. */
  get first(): number {
    return this.isWhole ? 0 : Math.max(0, Math.floor(this.#top / this.height) - SPARE);
  }

  /** The row behind the last that is drawn. */
  get end(): number {
    const count = this.#count();
    if (this.isWhole) return count;
    return Math.min(count, Math.ceil((this.#top + this.size) / this.height) + SPARE);
  }

  /** Heights that stand for the rows which are left out. */
  get above(): number {
    return this.first * this.height;
  }

  get below(): number {
    return (this.#count() - this.end) * this.height;
  }

  /** For the element that scrolls. */
  readonly attach = (scroller: HTMLElement): (() => void) => {
    this.#scroller = scroller;
    const read = (): void => {
      this.#top = scroller.scrollTop;
    };
    const watch = new ResizeObserver(() => (this.size = scroller.clientHeight));
    watch.observe(scroller);
    scroller.addEventListener('scroll', read, { passive: true });
    return () => {
      watch.disconnect();
      scroller.removeEventListener('scroll', read);
      this.#scroller = null;
    };
  };

  /** Scrolls no further than it takes to see a row. */
  show(row: number): void {
    const scroller = this.#scroller;
    if (!scroller || row < 0) return;
    // Where all are drawn they may be of different heights.
    const drawn = this.isWhole ? scroller.querySelector<HTMLElement>(`[data-row="${row}"]`) : null;
    const top = drawn ? drawn.offsetTop - this.#head : row * this.height;
    const height = drawn?.offsetHeight ?? this.height;
    // What is known already is not asked of the page, which would have to lay itself out for the answer.
    const seen = this.isWhole || this.size === 0 ? scroller.clientHeight : this.size;
    const from = this.isWhole ? scroller.scrollTop : this.#top;
    const room = seen - this.#head - height;
    if (top < from) this.#scroll(scroller, Math.max(0, top - this.height));
    else if (top > from + room) this.#scroll(scroller, top - Math.max(0, room - this.height));
  }

  #scroll(scroller: HTMLElement, top: number): void {
    scroller.scrollTop = top;
    this.#top = scroller.scrollTop;
  }
}

/** Arrow keys between the buttons of a list: up and down by rows, left and right in a row. */
export function moveFocus(event: KeyboardEvent, rows: Rows, count: number): void {
  const button = (event.target as HTMLElement).closest<HTMLElement>('[data-row] button');
  const place = button?.closest<HTMLElement>('[data-row]');
  if (!button || !place || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = place.parentElement;
  const row = Number(place.dataset.row);
  const inRow = [...place.querySelectorAll<HTMLElement>('button')];
  const column = inRow.indexOf(button);
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [0, 0],
    End: [count - 1, 0],
    PageUp: [Math.max(0, row - 8), column],
    PageDown: [Math.min(count - 1, row + 8), column]
  };
  const target = steps[event.key];
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  const [to, at] = target;
  if (to < 0 || to >= count || at < 0) return;
  rows.show(to);
  // A row that was out of view is drawn first.
  requestAnimationFrame(() => {
    const buttons = list?.querySelectorAll<HTMLElement>(`[data-row="${to}"] button`) ?? [];
    (buttons[Math.min(at, buttons.length - 1)] as HTMLElement | undefined)?.focus({
      preventScroll: false
    });
  });
}
