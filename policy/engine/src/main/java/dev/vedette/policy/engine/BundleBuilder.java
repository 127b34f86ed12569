package dev.vedette.policy.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes rule bundles. Found by {@link java.util.ServiceLoader}, because it carries a compiler that a running sensor must
 * not have: it is on the class path of {@code policy build} alone.
 */
public interface BundleBuilder {
    /**
     * Compiles all {@code *.drl} below {@code sources}, and takes the {@code *.md} pages along.
     *
     * @param bundle the jar to write; left as it was if there are problems
     * @return what is wrong; empty if the bundle was written
     * @throws IOException if a file can't be read, or the bundle not be written
     */
    List<RuleProblem> compile(Path sources, Path bundle) throws IOException;
}
