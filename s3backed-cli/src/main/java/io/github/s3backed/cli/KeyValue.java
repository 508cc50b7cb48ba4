package io.github.s3backed.cli;

import java.math.BigDecimal;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A key attribute as the command line names it: {@code id=abc}, {@code id=N:42}, {@code id=B:aGk=}. */
record KeyValue(String name, AttributeValue value) {

    static KeyValue parse(String option, String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw CliException.usage(option + " is NAME=VALUE, such as id=abc or id=N:42.");
        }
        String value = text.substring(equals + 1);
        try {
            return new KeyValue(text.substring(0, equals), typed(value));
        } catch (IllegalArgumentException e) {
            throw CliException.usage(
                    option + " has a value that is not of the type it says: N: stands before a number, and B: before"
                            + " bytes in base64.");
        }
    }

    private static AttributeValue typed(String value) {
        if (value.startsWith("N:")) {
            return AttributeValue.fromN(new BigDecimal(value.substring(2)).toString());
        }
        if (value.startsWith("B:")) {
            return AttributeValue.fromB(
                    SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(value.substring(2))));
        }
        return AttributeValue.fromS(value.startsWith("S:") ? value.substring(2) : value);
    }
}
