import Module, { type Options } from "pusher-js";

// The class is all that the package exports, but its types speak of a module with a default.
const Pusher = Module as unknown as typeof Module.default;
type Pusher = Module.default;

// It would write every refusal to the console.
Pusher.log = () => {};

/** The same as Echo, whose types are misled too, takes it. */
const PusherForEcho = Module;

export { type Options, Pusher, PusherForEcho };
