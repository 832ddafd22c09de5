// The types of `bellwire/persistent` are those of `bellwire`.

export { default } from "../index.js";
export * from "../index.js";
