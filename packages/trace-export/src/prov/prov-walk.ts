import {
  everyPage,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type MappingPathExecutionLog,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import { selectedMappings } from "../selection/selected-mappings.js";
import type { ProvEntry, ProvGroup } from "./prov-document.js";
import * as things from "./prov-things.js";
import { answerId, uuid, type ProvResource } from "./prov-things.js";

type Pages = AsyncGenerator<ProvEntry[], void, undefined>;

/** Outcomes per page; few, since one may have 10,000 targets. */
const OUTCOMES = 500;

/**
 * Reads the selected records once for every group that needs them: PROV-JSON groups entries by kind, and later groups
 * are not kept in memory. Kept are only the sessions, their resources, and which session answered which other one.
 */
export class ProvWalk {
  private readonly resources = new Map<string, ProvResource>();
  private readonly informed = new Set<string>();
  private relations = 0;

  /** @param isWhole whether the sessions are all sessions of the store */
  constructor(
    private readonly store: TraceStore,
    private readonly sessions: readonly MappingSession[],
    private readonly isWhole: boolean,
  ) {
    for (const { resources } of sessions) for (const it of resources) this.noteResource(it);
  }

  /** The order matters: a group collects what later groups need. */
  groups(): ProvGroup[] {
    return [
      ["agent", this.agents()],
      ["activity", this.activities()],
      ["entity", this.entities()],
      ["wasAssociatedWith", this.associations()],
      ["wasInformedBy", this.communications()],
      ["used", this.usages()],
      ["wasGeneratedBy", this.generations()],
      ["specializationOf", this.specialisations()],
      ["wasDerivedFrom", this.derivations()],
    ];
  }

  private async *agents(): Pages {
    yield [...new Set(this.sessions.map((it) => it.executorVersion))].map(things.agent);
  }

  private async *activities(): Pages {
    yield this.sessions.map(things.session);
    for await (const page of this.pathExecutions()) {
      for (const { resource: name, release, contentHash } of page.flatMap((it) => it.steps))
        this.noteResource({ name, release, contentHash });
      yield page.map(things.pathExecution);
    }
  }

  private async *entities(): Pages {
    const sessionIds = this.isWhole ? null : this.sessions.map((it) => it.id);
    for await (const page of selectedMappings(this.store, sessionIds)) yield page.map(things.mapping);
    for await (const page of this.observations()) {
      for (const { resource: name, release } of page.flatMap((it) => it.hops))
        this.noteResource({ name, release });
      yield page.map(things.observation);
    }
    for await (const page of this.outcomes()) {
      for (const { sessionId, answeredBy } of page)
        if (answeredBy !== sessionId) this.informed.add(`${sessionId} ${answeredBy}`);
      yield page.map(things.answer);
    }
    yield [...this.resources.values()].map(things.resource);
  }

  private async *associations(): Pages {
    const versions = new Map(this.sessions.map((it) => [it.id, it.executorVersion]));
    const association = (activity: string, sessionId: string): ProvEntry =>
      this.relation({
        "prov:activity": uuid(activity),
        "prov:agent": things.agentId(versions.get(sessionId) ?? null),
      });
    yield this.sessions.map(({ id }) => association(id, id));
    for await (const page of this.pathExecutions()) yield page.map((it) => association(it.id, it.sessionId));
  }

  private async *communications(): Pages {
    const communication = (informed: string, informant: string): ProvEntry =>
      this.relation({ "prov:informed": uuid(informed), "prov:informant": uuid(informant) });
    for await (const page of this.pathExecutions())
      yield page.map((it) => communication(it.id, it.sessionId));
    yield [...this.informed].map((pair) => {
      const [informed = "", informant = ""] = pair.split(" ");
      return communication(informed, informant);
    });
  }

  private async *usages(): Pages {
    for await (const page of this.pathExecutions()) {
      yield page.flatMap(({ id, startedAt, steps }) =>
        [...new Set(steps.map((it) => things.resourceId(it.resource, it.release)))].map((entity) =>
          this.relation({
            "prov:activity": uuid(id),
            "prov:entity": entity,
            "prov:time": startedAt.toISOString(),
          }),
        ),
      );
    }
  }

  private async *generations(): Pages {
    const generation = (entity: string, activity: string, at: Date): ProvEntry =>
      this.relation({
        "prov:entity": entity,
        "prov:activity": uuid(activity),
        "prov:time": at.toISOString(),
      });
    for await (const page of this.observations())
      yield page.map((it) => generation(uuid(it.id), it.pathExecutionId, it.recordedAt));
    for await (const page of this.outcomes())
      yield page.map((it) => generation(answerId(it), it.sessionId, it.recordedAt));
  }

  private async *specialisations(): Pages {
    for await (const page of this.observations()) {
      yield page.map((it) =>
        this.relation({ "prov:specificEntity": uuid(it.id), "prov:generalEntity": uuid(it.mappingId) }),
      );
    }
  }

  private async *derivations(): Pages {
    const derivation = (generated: string, used: string): ProvEntry =>
      this.relation({ "prov:generatedEntity": generated, "prov:usedEntity": used });
    for await (const page of this.observations()) {
      yield page.flatMap(({ id, hops }) =>
        [...new Set(hops.map((it) => things.resourceId(it.resource, it.release)))].map((used) =>
          derivation(uuid(id), used),
        ),
      );
    }
    for await (const page of this.outcomes()) {
      yield page.flatMap((it) => {
        const id = answerId(it);
        return it.targets.map(({ mappingId }) => derivation(id, uuid(mappingId)));
      });
    }
  }

  /** A relation has an identifier of its own, which means nothing outside the document. */
  private relation(attributes: ProvEntry[1]): ProvEntry {
    this.relations += 1;
    return [`_:r${String(this.relations)}`, attributes];
  }

  private noteResource(
    it: { readonly name: string; readonly release: string | null } & Partial<Details>,
  ): void {
    const {
      name,
      release,
      contentHash = null,
      title = null,
      homepage = null,
      license = null,
      citation = null,
    } = it;
    const key = things.resourceId(name, release);
    const known = this.resources.get(key) ?? {
      name,
      release,
      contentHashes: new Set(),
      title,
      homepage,
      license,
      citation,
    };
    if (contentHash !== null) known.contentHashes.add(contentHash);
    known.title ??= title;
    known.homepage ??= homepage;
    known.license ??= license;
    known.citation ??= citation;
    this.resources.set(key, known);
  }

  private async *pathExecutions(): AsyncGenerator<MappingPathExecutionLog[], void, undefined> {
    for (const { id: sessionId } of this.sessions)
      yield* everyPage((query) => this.store.listPathExecutions(query), { sessionId });
  }

  private async *observations(): AsyncGenerator<EntityMappingProvenance[], void, undefined> {
    for (const { id: sessionId } of this.sessions)
      yield* everyPage((query) => this.store.listProvenance(query), { sessionId });
  }

  private async *outcomes(): AsyncGenerator<IdentifierOutcome[], void, undefined> {
    for (const { id: sessionId } of this.sessions)
      yield* everyPage((query) => this.store.listOutcomes(query), { sessionId, limit: OUTCOMES });
  }
}

interface Details {
  readonly contentHash: string | null;
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly citation: string | null;
}
