// The types of `bellwire/full` are those of `bellwire`.

export { default } from "../index.js";
export * from "../index.js";
