/** Where a service names the version or date of its data. */
export type HttpRelease =
  | {
      /** Header of its answers that names the release. */
      readonly header: string;
      /** URL that `HttpResource.learnRelease` requests to read the header before the first answer. Default: none. */
      readonly url?: string;
    }
  | {
      /** URL of a JSON document that `HttpResource.learnRelease` requests. */
      readonly url: string;
      /** JMESPath of the release in that document. */
      readonly json: string;
    };
