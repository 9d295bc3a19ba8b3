export { type Ranking, rank } from "../../evaluation/ranking.js";
