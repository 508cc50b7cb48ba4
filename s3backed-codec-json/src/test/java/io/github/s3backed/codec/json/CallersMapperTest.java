package io.github.s3backed.codec.json;

import static io.github.s3backed.codec.json.JsonSerializerTest.read;
import static io.github.s3backed.codec.json.JsonSerializerTest.roundTrip;
import static io.github.s3backed.codec.json.JsonSerializerTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallersMapperTest {

    record Event(Instant happenedAt) {}

    @Test
    void itsModulesAndNamesAreUsed() throws IOException {
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(instants())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        JsonSerializer<Event> serializer = JsonSerializer.of(Event.class).withMapper(mapper);
        Event event = new Event(Instant.ofEpochSecond(1));
        assertThat(text(serializer, event)).isEqualTo("{\"happened_at\":\"1970-01-01T00:00:01Z\"}");
        assertThat(roundTrip(serializer, event)).isEqualTo(event);
    }

    @Test
    void forTypeKeepsIt() throws IOException {
        ObjectMapper mapper = JsonMapper.builder().addModule(instants()).build();
        JsonSerializer<Object> any = JsonSerializer.of(Object.class).withMapper(mapper);
        assertThat(any.forType(Instant.class).orElseThrow().type()).isEqualTo(Instant.class);
        @SuppressWarnings("unchecked") // it says so itself
        JsonSerializer<Instant> instants =
                (JsonSerializer<Instant>) any.forType(Instant.class).orElseThrow();
        assertThat(roundTrip(instants, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void withoutItsModuleTheTypeIsRefused() {
        JsonSerializer<Event> serializer = JsonSerializer.of(Event.class);
        assertThatIOException().isThrownBy(() -> text(serializer, new Event(Instant.EPOCH)));
    }

    @Test
    void itDecidesHowNumbersAreReadAndWhatIsUnknown() throws IOException {
        ObjectMapper mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        assertThat(read(JsonSerializer.of(Object.class).withMapper(mapper), "1.10"))
                .isEqualTo(1.1);
        assertThat(read(JsonSerializer.of(Event.class).withMapper(mapper), "{\"other\":1}"))
                .isEqualTo(new Event(null));
    }

    @Test
    void whatEverySerializerPromisesHoldsWithIt() throws IOException {
        JsonSerializer<Object> serializer = JsonSerializer.of(Object.class).withMapper(new ObjectMapper());
        assertThat(text(serializer, Double.NaN)).isEqualTo("NaN");
        assertThat(roundTrip(serializer, Double.NaN)).isEqualTo(Double.NaN);
        assertThatIOException().isThrownBy(() -> read(serializer, "1 2"));
        assertThatIOException().isThrownBy(() -> text(serializer, "\ud83d"));
        assertThatIOException().isThrownBy(() -> text(serializer, "\ude00"));
    }

    @Test
    void itIsNotChanged() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Object> before = behaviour(mapper);
        JsonSerializer<Object> serializer = JsonSerializer.of(Object.class).withMapper(mapper);
        roundTrip(serializer, Map.of("a", List.of(1, Double.NaN)));
        serializer.forType(Event.class);
        assertThat(behaviour(mapper)).isEqualTo(before);
        assertThat(before).contains("\"NaN\"", true);
    }

    private static List<Object> behaviour(ObjectMapper mapper) throws IOException {
        boolean[] closed = {false};
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        mapper.writeValue(out, 1);
        List<Object> behaviour = new ArrayList<>(List.of(
                mapper.writeValueAsString(Double.NaN),
                mapper.readValue("1 2", Object.class),
                mapper.readValue("1.10", Object.class),
                closed[0],
                mapper.getRegisteredModuleIds(),
                mapper.getSerializationConfig().getSerializationFeatures(),
                mapper.getDeserializationConfig().getDeserializationFeatures()));
        for (JsonGenerator.Feature feature : JsonGenerator.Feature.values()) {
            behaviour.add(mapper.isEnabled(feature));
        }
        for (JsonParser.Feature feature : JsonParser.Feature.values()) {
            behaviour.add(mapper.isEnabled(feature));
        }
        return behaviour;
    }

    private static SimpleModule instants() {
        return new SimpleModule()
                .addSerializer(new StdScalarSerializer<>(Instant.class) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(value.toString());
                    }
                })
                .addDeserializer(Instant.class, new StdScalarDeserializer<>(Instant.class) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                        return Instant.parse(in.getText());
                    }
                });
    }
}
