package dev.vedette.policy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests can tell all that rules can judge. */
class FactTypesTest {
    @Test
    void knowsEachFactOfTheModel() throws Exception {
        assertThat(FactTypes.ALL.stream().map(Class::getSimpleName)).containsExactlyElementsOf(factsOfTheModel());
    }

    @Test
    void noKeyOfAnEventMeansTwoThings() {
        assertThat(new FactTypes(new Forms()).ambiguous()).isEmpty();
    }

    private static List<String> factsOfTheModel() throws Exception {
        URI source =
                Fact.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path top = Path.of(source);
        if (Files.isDirectory(top)) {
            return facts(top);
        }
        try (FileSystem jar = FileSystems.newFileSystem(top, Map.of())) {
            return facts(jar.getPath("/"));
        }
    }

    private static List<String> facts(Path top) throws IOException {
        String folder = Fact.class.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.list(top.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(FactTypesTest::isFact)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isFact(String name) {
        try {
            Class<?> type = Class.forName(Fact.class.getPackageName() + "." + name);
            return type.isRecord() && Fact.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
