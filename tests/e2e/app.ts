import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** The app as a person finds it: by roles and names. */
export class App {
  readonly canvas: Locator;
  readonly inspector: Locator;
  readonly palette: Locator;
  readonly playback: Locator;
  readonly chart: Locator;
  readonly edit: Locator;
  readonly python: PythonPanel;

  constructor(readonly page: Page) {
    this.canvas = page.getByRole('region', { name: 'Canvas' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.palette = page.getByRole('complementary', { name: 'Palette' });
    this.playback = page.getByRole('region', { name: 'Playback' });
    this.chart = page.getByRole('region', { name: 'Chart' });
    this.edit = page.getByRole('toolbar', { name: 'Edit' });
    this.python = new PythonPanel(page);
  }

  /** Opens an address of the app and waits until it can be used. */
  async open(address = '/'): Promise<void> {
    await this.page.goto(address);
    await expect(this.edit).toBeVisible();
  }

  /** Opens the graph of a formula, with values such as `x:2`. */
  async formula(source: string, at = ''): Promise<void> {
    const query = new URLSearchParams({ formula: source, ...(at ? { at } : {}) });
    await this.open(`/?${query.toString()}`);
    await expect(this.nodes.first()).toBeVisible();
  }

  get nodes(): Locator {
    return this.canvas.locator('[data-node-id]');
  }

  get edges(): Locator {
    return this.canvas.locator('[data-edge-id]');
  }

  node(name: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${name}\\b`) });
  }

  output(name: string): Locator {
    return this.canvas.getByRole('button', { name: `${name} output`, exact: true });
  }

  input(name: string, input: string): Locator {
    return this.canvas.getByRole('button', { name: `${name} input ${input}`, exact: true });
  }

  /** What a node shows as its value or gradient. */
  shown(name: string, what: 'value' | 'gradient'): Locator {
    return this.node(name)
      .locator('dl > div')
      .filter({ has: this.page.locator('dt', { hasText: what }) })
      .locator('dd');
  }

  /** Selects a node by pressing its header. */
  async select(name: string): Promise<void> {
    await this.node(name).locator('header').click();
    await expect(this.inspector.getByRole('textbox', { name: 'Name' })).toHaveValue(name);
  }

  /** A row of the table of attributes. */
  attribute(row: string): Locator {
    return this.inspector
      .getByRole('table', { name: 'Tensor' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: row, exact: true }) })
      .getByRole('cell');
  }

  button(name: string): Locator {
    return this.edit.getByRole('button', { name, exact: true });
  }

  /** Drags the pointer from one element's centre to another's. */
  async drag(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await centre(from), await centre(to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
  }
}

/** The panel in which Python runs. */
export class PythonPanel {
  readonly region: Locator;
  readonly code: Locator;
  readonly log: Locator;
  readonly status: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Python' });
    this.code = page.getByRole('textbox', { name: 'Python code' });
    this.log = page.getByRole('log', { name: 'Output' });
    this.status = this.region.getByRole('status');
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true });
  }

  /** Shows or hides the panel. */
  async toggle(): Promise<void> {
    const panels = this.page.getByRole('group', { name: 'Panels' });
    await panels.getByRole('button', { name: 'Python' }).click();
  }

  /** Python takes seconds to start. */
  async ready(): Promise<void> {
    await expect(this.status).toHaveText('Ready', { timeout: 60_000 });
  }

  /** Runs a program from beginning to end; the log has what this one showed. */
  async run(program: string): Promise<void> {
    await this.begin(program);
    await this.ready();
  }

  /** Begins a run and doesn't wait for its end. */
  async begin(program: string): Promise<void> {
    await this.code.fill(program);
    await this.button('Clear').click();
    await this.button('Run').click();
  }
}

export async function centre(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error('it has no place on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Collects what no page may do: console errors, uncaught exceptions, requests that leave the app's origin. */
export function watch(page: Page, baseURL = ''): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(baseURL)) faults.push(`asked for ${url}`);
  });
  return faults;
}

/** Every test fails on what its page may not do. */
export const test = base.extend<{ app: App }>({
  app: async ({ page, baseURL }, use) => {
    const faults = watch(page, baseURL);
    await use(new App(page));
    expect(faults).toEqual([]);
  }
});

export { expect };
