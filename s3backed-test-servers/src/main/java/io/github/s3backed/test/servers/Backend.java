package io.github.s3backed.test.servers;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;

/** What may stand in for AWS. Each one that is there runs every {@link AwsTest}. */
public enum Backend {

    /** S3Proxy and DynamoDB Local in this process. Always there. */
    EMBEDDED("embedded (" + EmbeddedServers.Versions.describe() + ")") {
        @Override
        Optional<String> findObstacle() {
            return Optional.empty();
        }

        @Override
        AwsTarget target() {
            return EmbeddedServers.target();
        }
    },

    /** LocalStack in a container, where a Docker engine answers. */
    LOCALSTACK("LocalStack") {
        @Override
        Optional<String> findObstacle() {
            // The container's constructor would throw instead of telling.
            return DockerClientFactory.instance().isDockerAvailable()
                    ? Optional.empty()
                    : Optional.of("no Docker engine answers");
        }

        @Override
        AwsTarget target() {
            return LocalStackServer.target();
        }
    },

    /** Whatever the system properties of {@link ExternalServers} name: AWS itself, or a server that speaks like it. */
    EXTERNAL("external") {
        @Override
        Optional<String> findObstacle() {
            return ExternalServers.obstacle();
        }

        @Override
        AwsTarget target() {
            return ExternalServers.target();
        }
    };

    private final String label;
    private boolean asked;
    private Optional<String> obstacle = Optional.empty();

    Backend(String label) {
        this.label = label;
    }

    /** Why this backend cannot run here; empty if it can. The answer is found once. */
    public synchronized Optional<String> obstacle() {
        if (!asked) {
            obstacle = findObstacle();
            asked = true;
        }
        return obstacle;
    }

    abstract Optional<String> findObstacle();

    /** Starts what has to be started, once. */
    abstract AwsTarget target();

    /** One line that says which backends run, which do not, and why. */
    static String report() {
        return Arrays.stream(values())
                .map(backend -> backend
                        + backend.obstacle().map(why -> " skipped: " + why).orElse(" runs"))
                .collect(Collectors.joining("; ", "Backends: ", ""));
    }

    @Override
    public String toString() {
        return label;
    }
}
