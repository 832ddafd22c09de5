/** Whether this is built for `bellwire/full`. */
declare const FULL: boolean;
