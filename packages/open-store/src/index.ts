export { openStore, STORE_URLS, type OpenStoreOptions } from "./open-store.js";
export { UnknownStoreUrlError } from "./unknown-store-url-error.js";
