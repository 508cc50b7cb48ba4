package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;

class JavaTypesTest {

    /** Never filled: its fields' types are what the compiler makes of them. */
    @SuppressWarnings("unused")
    private static final class Declared {
        Map<String, List<Integer>> nested;
        Map.Entry<String, Object> inner;
    }

    private static Type declared(String field) throws NoSuchFieldException {
        return Declared.class.getDeclaredField(field).getGenericType();
    }

    @Test
    void aClassIsItself() {
        assertThat(JavaTypes.of(EnhancedType.of(byte[].class))).isEqualTo(byte[].class);
    }

    @Test
    void aParameterizedTypeEqualsTheCompilersInBothDirections() throws NoSuchFieldException {
        Type made = JavaTypes.of(EnhancedType.mapOf(EnhancedType.of(String.class), EnhancedType.listOf(Integer.class)));

        assertThat(made).isEqualTo(declared("nested")).hasSameHashCodeAs(declared("nested"));
        assertThat(declared("nested")).isEqualTo(made);
        assertThat(made.getTypeName()).isEqualTo(declared("nested").getTypeName());
    }

    @Test
    void anInnerTypeKnowsItsOwner() throws NoSuchFieldException {
        Type made = JavaTypes.of(new EnhancedType<Map.Entry<String, Object>>() {});

        assertThat(made).isEqualTo(declared("inner"));
        assertThat(((ParameterizedType) made).getOwnerType()).isEqualTo(Map.class);
    }

    @Test
    void aWildcardIsAnything() {
        Type made = JavaTypes.of(new EnhancedType<List<?>>() {});

        assertThat(((ParameterizedType) made).getActualTypeArguments()).containsExactly(Object.class);
    }

    @Test
    void aDocumentIsItsClass() {
        TableSchema<Declared> schema = StaticTableSchema.builder(Declared.class).build();

        assertThat(JavaTypes.of(EnhancedType.documentOf(Declared.class, schema)))
                .isEqualTo(Declared.class);
    }
}
