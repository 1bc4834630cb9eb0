export { provideMongo as default } from "@waymark/test-databases";
