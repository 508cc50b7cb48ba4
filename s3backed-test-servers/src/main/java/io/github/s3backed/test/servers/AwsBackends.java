package io.github.s3backed.test.servers;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterInfo;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Hands every backend to a test class, and skips the tests of those that cannot run here. */
final class AwsBackends implements ArgumentsProvider, BeforeEachCallback {

    static {
        System.out.println(Backend.report());
    }

    private AwsBackends() {}

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Arrays.stream(Backend.values()).map(AwsBackend::of).map(Arguments::of);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ParameterInfo parameters = ParameterInfo.get(context);
        if (parameters != null && parameters.getArguments().get(0) instanceof AwsBackend aws) {
            aws.require();
        }
    }
}
