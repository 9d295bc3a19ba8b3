import { connection, retryWithToken } from "../connection/connection.js";
import { keepToken } from "../connection/token.js";

/** Asks for the token that the server asks for. */
export function TokenForm() {
  const state = connection.value;
  const wrong = state.name === "token wanted" && state.wrong;
  return (
    <form
      class="card token"
      onSubmit={(event) => {
        event.preventDefault();
        keepToken(String(new FormData(event.currentTarget).get("token") ?? "").trim());
        retryWithToken();
      }}
    >
      <h2>This server asks for a token</h2>
      <label>
        Token{" "}
        <input
          name="token"
          type="password"
          autocomplete="current-password"
          required
          aria-invalid={wrong}
          aria-describedby="token-note"
        />
      </label>
      <p id="token-note" role={wrong ? "alert" : undefined}>
        {wrong
          ? "That is not the token."
          : "It is the one in http.token of the pipeline's configuration. It stays in this tab."}
      </p>
      <button type="submit">Look</button>
    </form>
  );
}
