// The types of `bellwire/full` are those of `bellwire`, and Echo's.

export { default } from "../index.js";
export * from "../echo.js";
export * from "../index.js";
