import { derivedUuid, type MappingSession } from "@waymark/trace-core";

import type { CurieWriter } from "./curie-writer.js";
import { isUri } from "./is-uri.js";
import { oneLine, SSSOM_EXTENSIONS, type SssomColumn } from "./sssom-columns.js";
import type { SssomOptions } from "./sssom-options.js";
import type { SssomSurvey } from "./sssom-survey.js";

const UNSPECIFIED_LICENSE = "https://w3id.org/sssom/license/unspecified";

/** Slots with the same value in all mappings, which are only written in the header. */
export type CommonSlots = Readonly<Partial<Record<SssomColumn, string>>>;

/** The metadata of the set, each line beginning with `#`; slots in the order of the standard. */
export async function sssomHeader(
  sessions: readonly MappingSession[],
  curies: CurieWriter,
  survey: SssomSurvey,
  common: CommonSlots,
  options: SssomOptions,
): Promise<string> {
  // Loaded only here, so that programs that write other formats, or none, start faster.
  const { stringify } = await import("yaml");
  const [newest] = sessions;
  const version = newest?.endedAt ?? newest?.startedAt;
  const metadata = {
    sssom_version: "1.1",
    curie_map: curies.curieMap,
    mapping_set_id: options.mappingSetId ?? `urn:uuid:${setUuid(sessions)}`,
    mapping_set_version: options.mappingSetVersion ?? version?.toISOString(),
    mapping_set_source: survey.resources.flatMap(({ homepage }) =>
      homepage !== null && isUri(homepage) ? homepage : [],
    ),
    mapping_set_title: options.mappingSetTitle,
    license: options.license ?? UNSPECIFIED_LICENSE,
    subject_source: common.subject_source,
    object_source: common.object_source,
    mapping_tool: "Waymark",
    mapping_tool_version: common.mapping_tool_version,
    comment: resourcesText(survey),
    extension_definitions: SSSOM_EXTENSIONS,
  };
  const slots = Object.entries(metadata).flatMap(([slot, value]) => {
    const clean =
      typeof value === "string" ? oneLine(value) : Array.isArray(value) ? [...new Set(value)] : value;
    return clean === undefined || clean === "" || (Array.isArray(clean) && clean.length === 0)
      ? []
      : [[slot, clean]];
  });
  const text = stringify(Object.fromEntries(slots), {
    lineWidth: 0,
    singleQuote: false,
    blockQuote: false,
    aliasDuplicateObjects: false,
  });
  return text.replace(/^(?=.)/gm, "#");
}

/** The same sessions always give the same id. */
function setUuid(sessions: readonly MappingSession[]): string {
  const [first] = sessions;
  const ids = sessions.map((it) => it.id).sort();
  return first !== undefined && ids.length === 1 ? first.id : derivedUuid("mapping-set", ids);
}

/** The resources of the mappings, with citations and licences. */
function resourcesText({ resources }: SssomSurvey): string {
  if (resources.length === 0) return "";
  const texts = resources.map(({ name, title, release, license, citation }) =>
    [
      title === null ? name : `${name} (${title})`,
      ...(release === null ? [] : [`release ${release}`]),
      ...(license === null ? [] : [`licence ${license}`]),
      ...(citation === null ? [] : [citation]),
    ].join(", "),
  );
  return `Resources: ${texts.join("; ")}`;
}
