package io.github.s3backed.cli;

import io.github.s3backed.dynamodb.Registration;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Everything that is registered, and the clients to reach it. */
final class Session implements AutoCloseable {

    private static final int ACCOUNT = 4;

    private final Clients clients;
    private final List<Application> applications = new ArrayList<>();

    private Session(Clients clients) {
        this.clients = clients;
    }

    static Session open(ConnectionOptions options) {
        Session session = new Session(new Clients(options));
        try {
            for (Path file : files(options)) {
                RegistrationFile.read(file).forEach(registration -> session.add(file, registration));
            }
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static List<Path> files(ConnectionOptions options) {
        String variable = System.getenv(ConnectionOptions.REGISTRATION_VARIABLE);
        if (!options.registrations.isEmpty()) {
            return options.registrations;
        }
        if (variable != null && !variable.isEmpty()) {
            return List.of(Path.of(variable));
        }
        throw CliException.usage("No registration was given. Let your application export one with"
                + " S3BackedDynamoDb.registration(), and name the file with --registration, or in the environment"
                + " variable " + ConnectionOptions.REGISTRATION_VARIABLE + ".");
    }

    private void add(Path file, Registration registration) {
        String region = Objects.requireNonNullElseGet(registration.region(), clients::region);
        applications.add(
                new Application(file, registration, region, build(file, registration), clients.dynamoDb(region)));
    }

    private S3BackedDynamoDb build(Path file, Registration registration) {
        try {
            return clients.closed(registration.toBuilder(clients::store).build());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("The registration " + file + " was not taken: " + e.getMessage(), e);
        }
    }

    /** All, with all their tables. */
    List<Application> applications() {
        applications.forEach(this::requireAccount);
        return List.copyOf(applications);
    }

    /** Those that have any of some tables, with these alone; all if there are no names. */
    List<Application> applications(List<String> tables) {
        Set<String> missing = new TreeSet<>(tables);
        List<Application> chosen = new ArrayList<>();
        for (Application application : applications) {
            List<Registration.Table> found = application.registration().tables().stream()
                    .filter(table -> tables.isEmpty() || tables.contains(table.name()))
                    .toList();
            found.forEach(table -> missing.remove(table.name()));
            if (!found.isEmpty()) {
                chosen.add(with(application, application.registration().withTables(found)));
            }
        }
        if (!missing.isEmpty()) {
            throw CliException.usage("No registration has the table " + String.join(", ", missing) + ". Registered: "
                    + String.join(", ", tableNames()) + ".");
        }
        chosen.forEach(this::requireAccount);
        return chosen;
    }

    Set<String> tableNames() {
        Set<String> names = new TreeSet<>();
        applications.forEach(
                application -> application.registration().tables().forEach(table -> names.add(table.name())));
        return names;
    }

    /** Of several that have one table, in several regions: that of {@code --region}. */
    Application preferred(List<Application> several) {
        List<Application> ofRegion = several.stream()
                .filter(application -> application.region().equals(clients.chosenRegion()))
                .toList();
        if (ofRegion.size() == 1) {
            return ofRegion.get(0);
        }
        throw CliException.usage("The table is registered more than once, in the regions "
                + several.stream().map(Application::region).sorted().toList()
                + ". Choose one with --region, or give one registration.");
    }

    /** The same with payloads as streams of bytes. */
    Application streamed(Application application) {
        return with(application, application.registration().streamed());
    }

    private Application with(Application application, Registration registration) {
        return new Application(
                application.file(),
                registration,
                application.region(),
                build(application.file(), registration),
                application.client());
    }

    private void requireAccount(Application application) {
        String account = application.registration().account();
        if (account == null) {
            return;
        }
        application.registration().tables().forEach(table -> {
            TableDescription description = application
                    .client()
                    .describeTable(request -> request.tableName(table.name()))
                    .table();
            String actual = description.tableArn().split(":", -1)[ACCOUNT];
            if (!actual.equals(account)) {
                throw CliException.refused("Table '" + table.name() + "' in " + application.region()
                        + " is one of account " + actual + ", and the registration " + application.file()
                        + " is for account " + account + ". Use credentials of that account.");
            }
        });
    }

    /** The locations of all stores. */
    Set<String> locations() {
        Set<String> locations = new TreeSet<>();
        applications.forEach(
                application -> locations.addAll(application.registration().stores()));
        return locations;
    }

    /** The one that was chosen, or the only one. */
    S3BlobStore store(@Nullable String chosen) {
        Set<String> known = locations();
        if (chosen == null && known.size() > 1) {
            throw CliException.usage("The registration has several stores; choose one of them with --store: "
                    + String.join(", ", known) + ".");
        }
        if (chosen != null && !known.contains(chosen)) {
            throw CliException.usage(
                    "No registration has the store " + chosen + ". Registered: " + String.join(", ", known) + ".");
        }
        return clients.store(chosen == null ? known.iterator().next() : chosen);
    }

    Clients clients() {
        return clients;
    }

    @Override
    public void close() {
        clients.close();
    }
}
