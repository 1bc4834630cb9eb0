/** Identifiers that can be recognised by their form, whatever the catalog declares. */
export interface KnownForm {
  /** Name that a catalog would probably give the type. */
  readonly type: string;
  readonly pattern: RegExp;
}

export const KNOWN_FORMS: readonly KnownForm[] = [
  { type: "ENSEMBL_GENE", pattern: /^ENS[A-Z]{0,4}G\d{11}(\.\d+)?$/ },
  { type: "ENSEMBL_TRANSCRIPT", pattern: /^ENS[A-Z]{0,4}T\d{11}(\.\d+)?$/ },
  { type: "ENSEMBL_PROTEIN", pattern: /^ENS[A-Z]{0,4}P\d{11}(\.\d+)?$/ },
  { type: "HGNC_ID", pattern: /^HGNC:\d+$/i },
  {
    // https://www.uniprot.org/help/accession_numbers
    type: "UNIPROTKB_AC",
    pattern: /^([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d([A-Z][A-Z0-9]{2}\d){1,2})(-\d+)?$/,
  },
  { type: "UNIPROTKB_ID", pattern: /^[A-Z0-9]{1,11}_(HUMAN|MOUSE|RAT|YEAST|DROME|CAEEL|ECOLI|ARATH|DANRE)$/ },
  { type: "REFSEQ_RNA", pattern: /^[NX][MR]_\d+(\.\d+)?$/ },
  { type: "REFSEQ_PROTEIN", pattern: /^[NXYW]P_\d+(\.\d+)?$/ },
  { type: "NCBI_GENE", pattern: /^\d{1,9}$/ },
  { type: "DBSNP", pattern: /^rs\d+$/ },
  { type: "MONDO", pattern: /^MONDO:\d{7}$/ },
  { type: "DOID", pattern: /^DOID:\d+$/ },
  { type: "OMIM", pattern: /^O?MIM:\d{6}$/ },
  { type: "ORPHANET", pattern: /^ORPHA(NET)?:\d+$/i },
  { type: "HP", pattern: /^HP:\d{7}$/ },
  { type: "GO", pattern: /^GO:\d{7}$/ },
  { type: "CHEBI", pattern: /^CHEBI:\d+$/i },
  { type: "CHEMBL", pattern: /^CHEMBL\d+$/ },
  { type: "KEGG_GENE", pattern: /^[a-z]{3,4}:\d+$/ },
  { type: "INCHIKEY", pattern: /^[A-Z]{14}-[A-Z]{10}-[A-Z]$/ },
];

/** An example of each form, and some that have none: a pattern that matches many of them is not distinctive. */
export const PROBES: readonly string[] = [
  ..."ENSG00000141510 ENST00000269305 ENSP00000269305 HGNC:11998 P04637 P53_HUMAN NM_000546 NP_000537 7157 rs1042522".split(
    " ",
  ),
  ..."MONDO:0007254 DOID:1612 OMIM:114480 HP:0000001 GO:0008150 CHEBI:15377 CHEMBL25 hsa:7157 TP53 HLA-A breast-cancer".split(
    " ",
  ),
];
