/** Batch EM on worker threads of Node, with the bits of `fit`: `mixtide/threads`. */
export { type FitInThreadsOptions, fitInThreads } from "./threads/fit-in-threads.js";
