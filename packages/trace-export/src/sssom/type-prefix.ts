/** How identifiers of a type are written as CURIEs. */
export interface TypePrefix {
  /** Such as `HGNC`: letters, digits, `_`, `-` and `.`. */
  readonly prefix: string;
  /** What the prefix stands for, such as `http://identifiers.org/hgnc/`. */
  readonly uri: string;
  /**
   * The vocabulary of the identifiers, as a CURIE with a prefix of this export, `bioregistry` or `obo`, such as
   * `bioregistry:hgnc`. Default none.
   */
  readonly source?: string;
}

const OBO = "http://purl.obolibrary.org/obo/";
const IDENTIFIERS = "http://identifiers.org/";

function obo(prefix: string): TypePrefix {
  return { prefix, uri: `${OBO}${prefix}_`, source: `obo:${prefix.toLowerCase()}` };
}

function known(prefix: string, path: string, registered = path): TypePrefix {
  return { prefix, uri: `${IDENTIFIERS}${path}/`, source: `bioregistry:${registered}` };
}

/** Prefixes of well-known types, by the name of the type, whose suffix `_ID` is optional. */
const WELL_KNOWN: Readonly<Record<string, TypePrefix>> = {
  CHEBI: obo("CHEBI"),
  CL: obo("CL"),
  DOID: obo("DOID"),
  GO: obo("GO"),
  HP: obo("HP"),
  HPO: obo("HP"),
  MONDO: obo("MONDO"),
  MP: obo("MP"),
  NCBI_TAXON: obo("NCBITaxon"),
  NCIT: obo("NCIT"),
  PR: obo("PR"),
  UBERON: obo("UBERON"),
  EFO: { prefix: "EFO", uri: "http://www.ebi.ac.uk/efo/EFO_", source: "bioregistry:efo" },
  ORPHANET: {
    prefix: "Orphanet",
    uri: "http://www.orpha.net/ORDO/Orphanet_",
    source: "bioregistry:orphanet.ordo",
  },
  ENSEMBL: known("ENSEMBL", "ensembl"),
  ENSEMBL_GENE: known("ENSEMBL", "ensembl"),
  ENSEMBL_PROTEIN: known("ENSEMBL", "ensembl"),
  ENSEMBL_TRANSCRIPT: known("ENSEMBL", "ensembl"),
  HGNC: known("HGNC", "hgnc"),
  HGNC_SYMBOL: known("hgnc.symbol", "hgnc.symbol"),
  ENTREZ: known("NCBIGene", "ncbigene"),
  ENTREZ_GENE: known("NCBIGene", "ncbigene"),
  NCBI_GENE: known("NCBIGene", "ncbigene"),
  UNIPROTKB: known("UniProtKB", "uniprot"),
  UNIPROTKB_AC: known("UniProtKB", "uniprot"),
  UNIPROT: known("UniProtKB", "uniprot"),
  REFSEQ: known("RefSeq", "refseq"),
  PDB: known("PDB", "pdb"),
  OMIM: { prefix: "OMIM", uri: "https://omim.org/entry/", source: "bioregistry:omim" },
  MESH: known("MESH", "mesh"),
  UMLS: known("UMLS", "umls"),
  DRUGBANK: known("DRUGBANK", "drugbank"),
  CHEMBL_COMPOUND: known("CHEMBL.COMPOUND", "chembl.compound"),
  PUBCHEM_COMPOUND: known("PUBCHEM.COMPOUND", "pubchem.compound"),
  KEGG_GENES: known("KEGG.GENES", "kegg.genes"),
  REACTOME: known("Reactome", "reactome"),
  SNOMEDCT: known("SCTID", "snomedct"),
  MGI: known("MGI", "mgi"),
  RGD: known("RGD", "rgd"),
};

/** The prefix of a well-known type; undefined for others. */
export function wellKnownPrefix(type: string): TypePrefix | undefined {
  for (const name of [type, type.replace(/_ID$/, "")])
    if (Object.hasOwn(WELL_KNOWN, name)) return WELL_KNOWN[name];
  return undefined;
}
