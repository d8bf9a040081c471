import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const CHROMIUM = process.env['WATTLEDGER_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser: Debian's package `chromium`, or what `WATTLEDGER_TEST_CHROMIUM` names. */
export const hasBrowser = existsSync(CHROMIUM);

/** The console in a real browser, as somebody uses it: by the names of what they see. */
export class ConsolePage {
  readonly page: Page;
  /** What went wrong on the pages, broken content policies included. */
  readonly complaints: string[] = [];
  private readonly browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async open(url: string): Promise<ConsolePage> {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const opened = new ConsolePage(browser, page);
    await page.goto(url);
    return opened;
  }

  async signIn(key: string): Promise<void> {
    await this.page.getByLabel('API key').fill(key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Goes there as by a link, without loading the page anew. */
  async go(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  }

  /** Presses a button, fills the dialog that opens, and sends it. Choices are named by how they begin. */
  async fill(button: string, entries: Readonly<Record<string, string>> = {}, within = this.page.locator('body')): Promise<void> {
    await within.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = this.page.getByRole('dialog');
    for (const [label, value] of Object.entries(entries)) {
      const field = dialog.getByLabel(label, { exact: false }).first();
      const choices = field.locator('option');
      if ((await choices.count()) > 0) {
        const choice = choices.filter({ hasText: new RegExp(`^${value}`) }).first();
        await field.selectOption((await choice.getAttribute('value')) ?? '');
      } else await field.fill(value);
    }
    await dialog.locator('button[type=submit]').click();
  }

  /** Waits until a dialog has been taken. */
  async done(): Promise<void> {
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Waits until the page says so. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
