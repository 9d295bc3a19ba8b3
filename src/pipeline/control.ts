/**
 * Wishes of whoever runs the pipeline: `flush` = do not wait for a full warm-up or mini-batch; `stop` = finish the open
 * unit, commit it and leave the group.
 */
export type Control = "flush" | "stop";
