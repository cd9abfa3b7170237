package io.traceo.lab.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.activity.LedgerActivities.AccountRequest;
import io.traceo.workflows.activity.LedgerActivities.LossQuery;
import io.traceo.workflows.activity.LedgerActivities.Losses;
import io.traceo.workflows.contract.PayloadMapper;
import io.traceo.workflows.ledger.LedgerAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Client of the ledger's control channel.
 *
 * @param port loopback port it printed
 * @param token bearer token
 */
record LedgerChannel(int port, String token) {
  private static final ObjectMapper MAPPER = PayloadMapper.create();
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Stopping, looking through the journals, {@link ReadBack#PATIENCE}, waiting for followers. */
  private static final Duration SLOW = Duration.ofMinutes(3);

  @Override
  public String toString() {
    return "ledger on port " + port;
  }

  LedgerStatus status() throws IOException {
    try (InputStream body = answer(request("GET", "/progress", QUICK))) {
      return MAPPER.readValue(body, LedgerStatus.class);
    }
  }

  LedgerAccount account(AccountRequest request) throws IOException {
    return post("/account", SLOW, request, LedgerAccount.class);
  }

  Losses losses(LossQuery query) throws IOException {
    return post("/losses", SLOW, query, Losses.class);
  }

  private <T> T post(String path, Duration patience, Object request, Class<T> type)
      throws IOException {
    HttpURLConnection call = request("POST", path, patience);
    call.setDoOutput(true);
    try (OutputStream body = call.getOutputStream()) {
      MAPPER.writeValue(body, request);
    }
    try (InputStream body = answer(call)) {
      return MAPPER.readValue(body, type);
    }
  }

  private HttpURLConnection request(String method, String path, Duration patience)
      throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection call = (HttpURLConnection) uri.toURL().openConnection();
    call.setRequestMethod(method);
    call.setConnectTimeout((int) QUICK.toMillis());
    call.setReadTimeout((int) patience.toMillis());
    call.setRequestProperty("Authorization", "Bearer " + token);
    return call;
  }

  private static InputStream answer(HttpURLConnection call) throws IOException {
    if (call.getResponseCode() == 200) {
      return call.getInputStream();
    }
    try (InputStream error = call.getErrorStream()) {
      String why = error == null ? "" : MAPPER.readTree(error).path("error").asText();
      throw new IOException("the ledger answers " + call.getResponseCode() + " " + why);
    }
  }
}
