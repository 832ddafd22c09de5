export { default } from "./index.ts";
export * from "./echo.ts";
export * from "./index.ts";
