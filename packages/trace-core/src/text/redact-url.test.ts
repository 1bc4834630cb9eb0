import { describe, expect, it } from "vitest";

import { redactUrl } from "./redact-url.js";

describe("a store URL", () => {
  it.each([
    ["postgres://user:secret@host:5432/db", "postgres://user:***@host:5432/db"],
    ["postgres://user:se@c:r/e?t#@host/db", "postgres://user:***@host/db"],
    ["postgres://:secret@host/db", "postgres://:***@host/db"],
    ["postgres://user@host/db", "postgres://user@host/db"],
    [
      "postgres://host/db?user=u&password=secret&sslmode=require",
      "postgres://host/db?user=u&password=***&sslmode=require",
    ],
    ["mongodb://u:secret@a,b/db?authToken=secret", "mongodb://u:***@a,b/db?authToken=***"],
    ["postgres://user:sec\nret@host/db", "postgres://user:***@host/db"],
    ["postgres:user:secret@host/db", "postgres:***@host/db"],
    ["postgres:/user:sec//ret@host/db", "postgres:***@host/db"],
    ["mongodb:user:se@cret@host/db?password=secret", "mongodb:***@host/db?password=***"],
    ["//user:secret@host/db", "//user:***@host/db"],
    ["user:secret@host/db", "user:***@host/db"],
    [" postgres://user:secret@host/db", " postgres:***@host/db"],
    ["host=h dbname=d user=u password=S3cretPw", "host=h dbname=d user=u password=***"],
    ["password = 's e\\'c:r@t' host=h", "password = *** host=h"],
    ["host=h password='sec ret", "host=h password=***"],
    ["host=h\npassword=se\\ cr\\'et\tuser=u", "host=h\npassword=***\tuser=u"],
    ['host=h sslpassword="sec ret" user=u', "host=h sslpassword=*** user=u"],
    ["user=a:b password='s@ecret'", "user=a:b password=***"],
    ["Server=h;Password=sec;ret@", "Server=h;Password=***"],
    ["sqlite:my password=is.db", "sqlite:my password=is.db"],
    ["sqlite:trace.db", "sqlite:trace.db"],
    ["sqlite:/data/10:30@home.db", "sqlite:/data/10:30@home.db"],
    ["no url at all", "no url at all"],
  ])("%s is shown as %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
