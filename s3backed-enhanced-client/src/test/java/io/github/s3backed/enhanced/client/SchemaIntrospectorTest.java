package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.Order;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A class without S3-backed attributes is mapped just as the SDK maps it. */
@SuppressWarnings("NullAway") // beans are made before they are filled
@Tag("newest-sdk") // older ones flatten no maps
class SchemaIntrospectorTest {

    private static final TableSchema<Catalog.Entry> OURS = SchemaIntrospector.introspect(Catalog.Entry.class);
    private static final TableSchema<Catalog.Entry> THEIRS = TableSchema.fromBean(Catalog.Entry.class);
    private static final TableSchema<Catalog.Card> OUR_CARDS = SchemaIntrospector.introspect(Catalog.Card.class);
    private static final TableSchema<Catalog.Card> THEIR_CARDS = TableSchema.fromImmutableClass(Catalog.Card.class);

    @Test
    void aBeanHasTheSameAttributesInTheSameOrder() {
        assertThat(OURS.attributeNames()).isEqualTo(THEIRS.attributeNames()).contains("city", "area", "other_name");
    }

    @Test
    void aBeanHasTheSameMetadata() {
        requireSameMetadata(OURS.tableMetadata(), THEIRS.tableMetadata());
    }

    @Test
    void aBeanBecomesTheSameItem() {
        for (boolean ignoreNulls : new boolean[] {false, true}) {
            for (Catalog.Entry entry : List.of(Catalog.entry(), new Catalog.Entry())) {
                assertThat(OURS.itemToMap(entry, ignoreNulls)).isEqualTo(THEIRS.itemToMap(entry, ignoreNulls));
            }
        }
    }

    @Test
    void singleAttributesOfABeanAreTheSame() {
        OURS.attributeNames()
                .forEach(name -> assertThat(OURS.attributeValue(Catalog.entry(), name))
                        .as(name)
                        .isEqualTo(THEIRS.attributeValue(Catalog.entry(), name)));
    }

    @Test
    void anItemBecomesTheSameBean() {
        Map<String, AttributeValue> item = THEIRS.itemToMap(Catalog.entry(), true);

        assertThat(OURS.mapToItem(item)).usingRecursiveComparison().isEqualTo(THEIRS.mapToItem(item));
        assertThat(OURS.mapToItem(item).getAddress().getZone().getArea()).isEqualTo("north");
        assertThat(OURS.mapToItem(item).getLabels()).isEqualTo(Map.of("label", "value"));
        assertThat(OURS.mapToItem(item).getKept()).isNotNull();
    }

    @Test
    void anEmptyItemBecomesTheSame() {
        assertThat(OURS.mapToItem(Map.of())).isNull();
        assertThat(OURS.mapToItem(Map.of(), true))
                .usingRecursiveComparison()
                .isEqualTo(THEIRS.mapToItem(Map.of(), true));
    }

    @Test
    void convertersHaveTheSameTypes() {
        OURS.attributeNames()
                .forEach(name -> assertThat(OURS.converterForAttribute(name).attributeValueType())
                        .as(name)
                        .isEqualTo(THEIRS.converterForAttribute(name).attributeValueType()));
        assertThat(OURS.itemType()).isEqualTo(THEIRS.itemType());
        assertThat(OURS.isAbstract()).isFalse();
    }

    @Test
    void anImmutableClassHasTheSameAttributesAndMetadata() {
        assertThat(OUR_CARDS.attributeNames())
                .containsExactlyInAnyOrderElementsOf(THEIR_CARDS.attributeNames())
                .contains("x", "y", "v", "open");
        requireSameMetadata(OUR_CARDS.tableMetadata(), THEIR_CARDS.tableMetadata());
    }

    @Test
    void anImmutableClassBecomesTheSameItemAndBack() {
        Catalog.Card.Builder builder = Catalog.Card.builder()
                .id("1")
                .setVersion(2)
                .issuer("bank")
                .inner(List.of(Catalog.inner("a", null)))
                .point(new Catalog.Point("1", "2"));
        builder.open(true);
        Catalog.Card card = builder.build();

        Map<String, AttributeValue> item = OUR_CARDS.itemToMap(card, false);
        assertThat(item).isEqualTo(THEIR_CARDS.itemToMap(card, false));
        assertThat(OUR_CARDS.mapToItem(item)).isEqualTo(card).isEqualTo(THEIR_CARDS.mapToItem(item));
    }

    @Test
    void aRecordIsAnImmutableClass() {
        TableSchema<Catalog.Point> points = SchemaIntrospector.introspect(Catalog.Point.class);
        Catalog.Point point = new Catalog.Point("1", null);

        assertThat(points.mapToItem(points.itemToMap(point, true))).isEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TwoMaps.class,
                MapOfNumbers.class,
                FlattenedText.class,
                NoConstructor.class,
                NoAnnotation.class,
                SameName.class,
                BadOrder.class,
                BadOrderOfImmutable.class,
                NoSetter.class,
                NoGetter.class,
                NoBuild.class
            })
    void whatTheSdkRefusesIsRefused(Class<?> type) {
        assertThatThrownBy(() -> TableSchema.fromClass(type)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SchemaIntrospector.introspect(type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAGetterThrowsArrivesAsItWasThrown() {
        TableSchema<Throwing> schema = SchemaIntrospector.introspect(Throwing.class);

        assertThatThrownBy(() -> schema.itemToMap(new Throwing(), true))
                .isExactlyInstanceOf(UnsupportedOperationException.class);
    }

    private static void requireSameMetadata(TableMetadata ours, TableMetadata theirs) {
        assertThat(ours.primaryKeys()).containsExactlyElementsOf(theirs.primaryKeys());
        assertThat(ours.keyAttributes()).containsExactlyInAnyOrderElementsOf(theirs.keyAttributes());
        assertThat(ours.indices()).containsExactlyInAnyOrderElementsOf(theirs.indices());
        assertThat(text(ours.customMetadata())).isEqualTo(text(theirs.customMetadata()));
    }

    // Some of the SDK's own objects in it have no equality.
    private static Map<String, String> text(Map<String, Object> metadata) {
        Map<String, String> text = new TreeMap<>();
        metadata.forEach((key, value) -> text.put(key, value.toString().replaceAll("@[0-9a-f]+$", "")));
        return text;
    }

    @DynamoDbBean
    public static class TwoMaps {
        private Map<String, String> one;
        private Map<String, String> two;

        @DynamoDbFlatten
        public Map<String, String> getOne() {
            return one;
        }

        public void setOne(Map<String, String> one) {
            this.one = one;
        }

        @DynamoDbFlatten
        public Map<String, String> getTwo() {
            return two;
        }

        public void setTwo(Map<String, String> two) {
            this.two = two;
        }
    }

    @DynamoDbBean
    public static class MapOfNumbers {
        private Map<String, Integer> map;

        @DynamoDbFlatten
        public Map<String, Integer> getMap() {
            return map;
        }

        public void setMap(Map<String, Integer> map) {
            this.map = map;
        }
    }

    @DynamoDbBean
    public static class FlattenedText {
        private String text;

        @DynamoDbFlatten
        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    @DynamoDbBean
    public static class NoConstructor {
        public NoConstructor(String text) {}
    }

    public static class NoAnnotation {}

    @DynamoDbBean
    public static class SameName extends Catalog.Zone {
        private Catalog.Zone zone;

        @DynamoDbFlatten
        public Catalog.Zone getZone() {
            return zone;
        }

        public void setZone(Catalog.Zone zone) {
            this.zone = zone;
        }
    }

    @DynamoDbBean
    public static class BadOrder {
        private String second;

        @DynamoDbSecondaryPartitionKey(indexNames = "index", order = Order.SECOND)
        public String getSecond() {
            return second;
        }

        public void setSecond(String second) {
            this.second = second;
        }
    }

    @DynamoDbImmutable(builder = BadOrderOfImmutable.Builder.class)
    public record BadOrderOfImmutable(
            @DynamoDbSecondaryPartitionKey(indexNames = "index", order = Order.SECOND)
            String second) {

        public static final class Builder {
            public void second(String second) {}

            public BadOrderOfImmutable build() {
                return new BadOrderOfImmutable("");
            }
        }
    }

    @DynamoDbImmutable(builder = NoSetter.Builder.class)
    public record NoSetter(String text) {

        public static final class Builder {
            public NoSetter build() {
                return new NoSetter("");
            }
        }
    }

    @DynamoDbImmutable(builder = NoGetter.Builder.class)
    public record NoGetter() {

        public static final class Builder {
            public void text(String text) {}

            public NoGetter build() {
                return new NoGetter();
            }
        }
    }

    @DynamoDbImmutable(builder = NoBuild.Builder.class)
    public record NoBuild(String text) {

        public static final class Builder {
            public void text(String text) {}
        }
    }

    @DynamoDbBean
    public static class Throwing {
        public String getText() {
            throw new UnsupportedOperationException();
        }

        public void setText(String text) {}
    }
}
