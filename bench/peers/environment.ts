/** One thread for each of them, like for us. */
const ONE_THREAD = {
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};
/** What holds a matrix library back from the best code that it has for this processor. */
const HANDICAPS = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** The environment in which peers run. */
export function peerEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !HANDICAPS.includes(name));
  return { ...Object.fromEntries(own), ...ONE_THREAD };
}

/** The Python that has the peers' packages. */
export const PYTHON = process.env.PYTHON ?? "python3";
