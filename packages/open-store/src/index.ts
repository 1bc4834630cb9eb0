export { MalformedStoreUrlError } from "./malformed-store-url-error.js";
export { openStore, STORE_URLS, type OpenStoreOptions } from "./open-store.js";
export { isInMemory, sqliteFile } from "./sqlite-url.js";
export { UnknownStoreUrlError } from "./unknown-store-url-error.js";
