import fc from "fast-check";

/** Texts that break writers without proper quoting, escaping or encoding. */
export const HOSTILE_TEXTS: readonly string[] = [
  "tab\there",
  'a "quoted" word',
  '"',
  "two\nlines",
  "carriage\rreturn",
  "crlf\r\n#comment",
  "#comment",
  '=HYPERLINK("http://evil.example","click")',
  "+1-2",
  "-1",
  "@SUM(A1)",
  "'=1",
  "''",
  "a|b\\|c\\",
  "50%41",
  "100%",
  "%2F/",
  "//double",
  " space before and after ",
  "no\u00a0break\u2028separator\u3000wide",
  "naïve Ångström 漢字 \u{1f9ec}\u{10ffff}",
  "e\u0301 \u202eright to left",
  "<b>&amp;{curly}^`",
  "\u0001\u001b[31m\u007f",
  "\ufeffmark",
  "\ufffdreplacement",
  "__proto__",
  "null",
  "1e5",
  "sssom:NoTermFound",
  "a: b",
];

/** An identifier, name or label as hostile as the records allow: 1 to 512 bytes of well-formed UTF-8 without NUL. */
export const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...HOSTILE_TEXTS),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc.tuple(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ maxLength: 5 })).map(([a, b]) => a + b),
  )
  .filter((it) => !it.includes("\0") && !/\p{Surrogate}/u.test(it));
