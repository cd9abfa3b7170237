package io.traceo.workflows.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.ByteArrayPayloadConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.common.converter.NullPayloadConverter;
import io.temporal.common.converter.ProtobufJsonPayloadConverter;
import io.temporal.common.converter.ProtobufPayloadConverter;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SDK's converter with our mapper, which reads a start without any input as an empty one. */
final class StartConverter extends DefaultDataConverter {
  private final ObjectMapper mapper;

  StartConverter(ObjectMapper mapper) {
    super(
        new NullPayloadConverter(),
        new ByteArrayPayloadConverter(),
        new ProtobufJsonPayloadConverter(),
        new ProtobufPayloadConverter(),
        new JacksonJsonPayloadConverter(mapper));
    this.mapper = mapper;
  }

  @Override
  public <T> @Nullable T fromPayloads(
      int index, Optional<Payloads> content, Class<T> type, Type generic) {
    T value = super.fromPayloads(index, content, type, generic);
    return value == null && TypedStart.class.isAssignableFrom(type) ? empty(type) : value;
  }

  @Override
  @SuppressWarnings("NullAway") // The SDK declares none and passes null for what is missing.
  public Object[] fromPayloads(Optional<Payloads> content, Class<?>[] types, Type[] generics) {
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = fromPayloads(i, content, types[i], generics[i]);
    }
    return values;
  }

  /** None of the parts looks at the context; the SDK's own answer would leave this class out. */
  @Override
  public DataConverter withContext(SerializationContext context) {
    return this;
  }

  private <T> T empty(Class<T> type) {
    return mapper.convertValue(Collections.emptyMap(), type);
  }
}
