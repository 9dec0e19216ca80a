import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect } from './app';

/** The page of a notebook as a person finds it. */
export class NotebookPage {
  readonly region: Locator;
  readonly bar: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Notebook' });
    this.bar = page.getByRole('toolbar', { name: 'Notebook' });
    this.status = page.getByRole('banner').getByRole('status');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await expect(this.region).toBeVisible();
  }

  cell(place: number): Locator {
    return this.region.getByRole('group', { name: new RegExp(`^Cell ${place}, `) });
  }

  code(place: number): Locator {
    return this.region.getByRole('textbox', { name: `Code of cell ${place}`, exact: true });
  }

  output(place: number): Locator {
    return this.region.getByRole('group', { name: `Output of cell ${place}`, exact: true });
  }

  action(name: string): Locator {
    return this.bar.getByRole('button', { name, exact: true });
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true });
  }

  /** Python takes seconds to start. */
  async ready(): Promise<void> {
    await expect(this.status).toHaveText('Ready', { timeout: 60_000 });
  }

  /** Opens a file as the file field does. */
  async choose(name: string, content: string): Promise<void> {
    await this.action('Open').click();
    const dialog = this.page.getByRole('dialog');
    await dialog
      .getByLabel(/Choose a Jupyter notebook/)
      .setInputFiles({ name, mimeType: 'application/x-ipynb+json', buffer: Buffer.from(content) });
  }

  /** Axe's findings that matter. */
  async serious(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  }
}

export type Cell = Readonly<Record<string, unknown>>;
/** Cells and files as other programs write them. */
export const code = (source: string, outputs: readonly object[] = []): Cell => ({
  ...{ cell_type: 'code', metadata: {}, execution_count: outputs.length > 0 ? 4 : null },
  ...{ source, outputs }
});
export const text = (source: string, more: object = {}): Cell => ({
  ...{ cell_type: 'markdown', metadata: {}, source, ...more }
});
export const file = (...cells: Cell[]): string =>
  JSON.stringify({ cells, metadata: { mine: { kept: true } }, nbformat: 4, nbformat_minor: 4 });
