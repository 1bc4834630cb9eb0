/** Where a service names the version or date of its data. */
export type HttpRelease =
  | {
      /** Header of its answers that names the release. */
      readonly header: string;
      /** What `HttpResource.learnRelease` gets to read the header before the first answer. Default: nothing. */
      readonly url?: string;
    }
  | {
      /** What `HttpResource.learnRelease` gets: a JSON document. */
      readonly url: string;
      /** JMESPath of the release in that document. */
      readonly json: string;
    };
