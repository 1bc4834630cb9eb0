import { expect, it } from "vitest";

import { reportPage } from "../src/html-report/report-page.js";
import { HOSTILE, hostileReport } from "./support/hostile-report.js";

it("contains everything that it shows, without scripts or external addresses", async () => {
  const page = await reportPage(await hostileReport(), "We mapped labels.");
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/<script|<img|<link|<iframe|@import|url\((?!#)/i);
  expect(page).not.toMatch(/\s(src|href)="(?!#)/);
});

it("shows hostile labels as plain text", async () => {
  const page = await reportPage(await hostileReport(), HOSTILE);
  expect(page).not.toContain(HOSTILE);
  expect(page).toContain("&lt;script>document[&quot;title&quot;]=&quot;taken&quot;&lt;/script>");
  expect(page).toContain("基因");
});

it("shows the figures of every chart as a table for readers who cannot see it", async () => {
  const report = await hostileReport();
  const page = await reportPage(report, "");
  for (const { outcome, count } of report.outcomes.filter((it) => it.count > 0)) {
    expect(page).toMatch(
      new RegExp(`<th scope="row">${outcome.replaceAll("_", " ")}</th>.*?>${String(count)}</td>`),
    );
  }
  expect(page.match(/<svg role="img" aria-label="[^"]+"/g)?.length).toBeGreaterThanOrEqual(5);
  expect(page.match(/<figure/g)?.length).toBe(page.match(/<svg role="img"/g)?.length);
});

it("gives every named part a unique name", async () => {
  const ids = (await reportPage(await hostileReport(), "")).match(/\sid="[^"]*"/g) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
});

it("works for a run without identifiers", async () => {
  const report = await hostileReport();
  const nothing = { count: 0, share: 0 };
  const page = await reportPage(
    {
      ...report,
      identifiers: 0,
      targets: 0,
      mapped: nothing,
      outcomes: report.outcomes.map((it) => ({ ...it, ...nothing })),
      paths: { items: [], total: 0, truncated: false },
      resources: { items: [], total: 0, truncated: false },
      losses: { items: [], total: 0, truncated: false },
      unmapped: { items: [], total: 0, truncated: false },
    },
    "Nothing was mapped.",
  );
  expect(page).toContain("Nothing was mapped.");
  expect(page).not.toContain("<figure");
});
