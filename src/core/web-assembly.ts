// The part of WebAssembly that the program uses; Node has it, but TypeScript only describes it for browsers.

export type WasmMemory = {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB, which detaches the old buffer. */
  grow(pages: number): number;
};

/** Memory that several threads see; it may be sent to them in a message. */
export type SharedWasmMemory = { readonly buffer: SharedArrayBuffer };

type Limits = { readonly initial: number; readonly maximum: number };

export type WasmModule = { readonly kind?: "module" };

type WebAssemblyApi = {
  validate(bytes: Uint8Array): boolean;
  readonly Memory: {
    new (limits: Limits & { readonly shared: true }): SharedWasmMemory;
    new (limits: Limits): WasmMemory;
  };
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

// why: the global exists in every supported Node, and its type only in the DOM library, which this program does without.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
