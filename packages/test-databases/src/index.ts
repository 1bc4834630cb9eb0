export { freshMongo, type FreshMongo } from "./mongo/fresh-mongo.js";
export { provideMongo } from "./mongo/provide-mongo.js";
export {
  StandInServer,
  type Fault,
  type FaultPlan,
  type StandInOptions,
} from "./mongo/stand-in/stand-in-server.js";
export { freshPostgres, type FreshPostgres } from "./postgres/fresh-postgres.js";
export { providePostgres } from "./postgres/provide-postgres.js";
