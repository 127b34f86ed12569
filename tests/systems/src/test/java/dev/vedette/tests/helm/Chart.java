package dev.vedette.tests.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Our chart, rendered by Helm's own library. */
final class Chart {
    static final Path FOLDER = findFolder();

    private Chart() {}

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The rendering for release {@code vedette} in namespace {@code security}. */
    static String render(Map<String, String> values) {
        TemplateCommand command = new Helm(FOLDER)
                .template()
                .withName("vedette")
                .withNamespace("security")
                .withKubeVersion("1.33.0");
        values.forEach(command::set);
        return command.call();
    }

    static List<Rendered> objects(Map<String, String> values) {
        Load load = new Load(LoadSettings.builder().build());
        List<Rendered> objects = new ArrayList<>();
        for (Object document : load.loadAllFromString(render(values))) {
            if (document != null) {
                objects.add(new Rendered(document));
            }
        }
        return objects;
    }

    static Rendered object(Map<String, String> values, String kind, String name) {
        return objects(values).stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the chart renders no " + kind + " " + name));
    }

    private static Path findFolder() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("helm/vedette"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IllegalStateException("helm/vedette is in no folder above this one");
        }
        return root.resolve("helm/vedette");
    }
}
