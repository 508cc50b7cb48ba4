package io.github.s3backed.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The project's poms, read as XML. */
final class RootPom {

    private final Path root = Path.of(System.getProperty("s3backed.root"));

    /** All modules, the bom among them. */
    List<String> modules() {
        return texts(root.resolve("pom.xml"), "/project/modules/module");
    }

    /** The modules that are not marked as unpublished, without the bom. */
    List<String> publishedModules() {
        return texts(root.resolve("pom.xml"), "/project/modules/module").stream()
                .filter(module -> !module.equals("bom"))
                .filter(module -> texts(
                                root.resolve(module).resolve("pom.xml"), "/project/properties/maven.deploy.skip")
                        .isEmpty())
                .sorted()
                .toList();
    }

    /** The artifacts that the bom manages. */
    List<String> managedByBom() {
        return texts(root.resolve("bom/pom.xml"), "/project/dependencyManagement/dependencies/dependency/artifactId")
                .stream()
                .sorted()
                .toList();
    }

    Path file(String name) {
        return root.resolve(name);
    }

    private static List<String> texts(Path pom, String path) {
        try (var in = Files.newInputStream(pom)) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().trim());
            }
            return texts;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot read " + pom, e);
        }
    }
}
