import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { reportPage } from "../src/html-report/report-page.js";
import { findBrowser } from "./support/find-browser.js";
import { hostileReport } from "./support/hostile-report.js";

const executablePath = findBrowser();
if (executablePath === null) {
  process.stderr.write(
    "skipped: reports in a browser (no Chromium found; set CHROME_PATH, or install one)\n",
  );
}

describe.skipIf(executablePath === null)("a report in a browser that is offline", () => {
  let folder: string;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "waymark-report-"));
    const file = join(folder, "report.html");
    await writeFile(file, await reportPage(await hostileReport(), "We mapped labels."));
    url = pathToFileURL(file).href;
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** The page, its network requests, and its console errors. */
  async function opened(width: number): Promise<{ page: Page; fetched: string[]; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, offline: true });
    const fetched: string[] = [];
    const complaints: string[] = [];
    page.on("request", (it) => {
      if (it.url() !== url) fetched.push(it.url());
    });
    page.on("console", (it) => complaints.push(it.text()));
    page.on("pageerror", (it) => complaints.push(it.message));
    await page.goto(url);
    return { page, fetched, complaints };
  }

  it("is complete, fetches nothing and reports no errors", async () => {
    const { page, fetched, complaints } = await opened(1200);
    expect(await page.title()).toBe("LABEL to PRODUCT: mapping report");
    expect(await page.locator("figure svg").count()).toBeGreaterThanOrEqual(5);
    expect(await page.locator("figure svg").first().isVisible()).toBe(true);
    expect(fetched).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([320, 390, 800, 1600])("fits a screen of %i px without scrolling sideways", async (width) => {
    const { page } = await opened(width);
    const [wanted, given] = await page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    );
    expect(wanted).toBeLessThanOrEqual(given);
    await page.close();
  });

  it("expands the figures of every chart", async () => {
    const { page } = await opened(390);
    for (const summary of await page.locator("summary").all()) await summary.click();
    const tables = page.locator("figure table");
    expect(await tables.count()).toBe(await page.locator("figure").count());
    for (const it of await tables.all()) expect(await it.isVisible()).toBe(true);
    await page.close();
  });

  it("meets those rules of accessibility that a program can check (WCAG 2.1 A and AA)", async () => {
    const { page } = await opened(1200);
    for (const summary of await page.locator("summary").all()) await summary.click();
    await page.evaluate(axe.source);
    const violations = await page.evaluate<unknown[]>(
      `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })
        .then((it) => it.violations.map((v) => [v.id, v.nodes.map((node) => node.html.slice(0, 200))]))`,
    );
    expect(violations).toEqual([]);
    await page.close();
  });

  it("can be printed", async () => {
    const { page } = await opened(1200);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });
});
