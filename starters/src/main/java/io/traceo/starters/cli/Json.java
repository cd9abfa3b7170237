package io.traceo.starters.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.traceo.workflows.contract.PayloadMapper;

/** The mapper of the commands, made when one is needed: a command that needs none starts faster. */
final class Json {
  private static final class Holder {
    static final ObjectMapper MAPPER = PayloadMapper.create();
  }

  private Json() {}

  static ObjectMapper mapper() {
    return Holder.MAPPER;
  }
}
