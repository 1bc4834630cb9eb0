import type { ResourceAbout } from "../../resource-about.js";
import type { CatalogNode } from "./catalog-node.js";

/** The keys of a resource that describe its data, and do not affect how it is read. */
export const ABOUT_KEYS = ["title", "homepage", "license", "citation"] as const;

/** Missing keys become null. */
export function readAbout(
  at: Readonly<Partial<Record<(typeof ABOUT_KEYS)[number], CatalogNode>>>,
): ResourceAbout {
  return {
    title: at.title?.text() ?? null,
    homepage: at.homepage?.text() ?? null,
    license: at.license?.text() ?? null,
    citation: at.citation?.text() ?? null,
  };
}
