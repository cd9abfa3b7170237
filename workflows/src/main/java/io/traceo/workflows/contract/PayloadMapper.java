package io.traceo.workflows.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * The one mapper for payloads, reports and files. Lenient towards additions, so that old code reads
 * new payloads; start records that people type collect unknown fields and are refused at admit.
 */
public final class PayloadMapper {
  private PayloadMapper() {}

  /** A new mapper with the shared settings. */
  public static ObjectMapper create() {
    ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    mapper.configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false);
    mapper.configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false);
    return mapper;
  }

  /** The converter that every client and worker uses. */
  public static DataConverter dataConverter() {
    return new StartConverter(create());
  }
}
