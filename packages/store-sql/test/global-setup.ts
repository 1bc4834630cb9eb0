export { providePostgres as default } from "@waymark/test-databases";
