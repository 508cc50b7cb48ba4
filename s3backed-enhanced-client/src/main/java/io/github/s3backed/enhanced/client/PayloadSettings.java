package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was said of one attribute; null stands for the client's default. */
record PayloadSettings(
        @Nullable String compressor,
        @Nullable String store,
        @Nullable Integer threshold,
        @Nullable KeyTemplate template,
        List<KeyTemplate> formerTemplates) {

    static final PayloadSettings DEFAULTS = new PayloadSettings(null, null, null, null, List.of());

    PayloadSettings {
        formerTemplates = List.copyOf(formerTemplates);
    }

    static PayloadSettings of(S3Backed annotation) {
        return new PayloadSettings(
                given(annotation.compressor()),
                given(annotation.store()),
                annotation.threshold() == -1 ? null : annotation.threshold(),
                annotation.template().isEmpty() ? null : KeyTemplate.of(annotation.template()),
                Arrays.stream(annotation.formerTemplates()).map(KeyTemplate::of).toList());
    }

    private static @Nullable String given(String value) {
        return value.isEmpty() ? null : value;
    }

    PayloadSettings withCompressor(String id) {
        return new PayloadSettings(id, store, threshold, template, formerTemplates);
    }

    PayloadSettings withStore(String name) {
        return new PayloadSettings(compressor, name, threshold, template, formerTemplates);
    }

    PayloadSettings withThreshold(int bytes) {
        return new PayloadSettings(compressor, store, bytes, template, formerTemplates);
    }

    PayloadSettings withTemplate(KeyTemplate one) {
        return new PayloadSettings(compressor, store, threshold, one, formerTemplates);
    }

    PayloadSettings withFormerTemplates(KeyTemplate... all) {
        return new PayloadSettings(compressor, store, threshold, template, List.of(all));
    }

    S3BackedAttribute applyTo(S3BackedAttribute.Builder attribute, Function<String, BlobStore> stores) {
        if (compressor != null) {
            attribute.compressor(compressor);
        }
        if (store != null) {
            attribute.blobStore(stores.apply(store));
        }
        if (threshold != null) {
            attribute.threshold(threshold);
        }
        if (template != null) {
            attribute.keyTemplate(template);
        }
        return attribute
                .formerKeyTemplates(formerTemplates.toArray(KeyTemplate[]::new))
                .build();
    }
}
