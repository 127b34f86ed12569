package dev.vedette.policy.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;

/**
 * Makes rule bundles. Found by {@link java.util.ServiceLoader}, because it carries a compiler that a running sensor must
 * not have: it is on the class path of {@code policy build} alone.
 */
public interface BundleBuilder {
    /**
     * Compiles all {@code *.drl} below {@code sources}, and takes the {@code *.md} pages along.
     *
     * @param bundle the jar to write; left as it was if there are problems
     * @param key what it is signed with, Ed25519; empty for a bundle that is not signed
     * @return what is wrong; empty if the bundle was written
     * @throws IOException if a file can't be read, or the bundle not be written
     */
    List<RuleProblem> compile(Path sources, Path bundle, Optional<PrivateKey> key) throws IOException;

    /** The same without a signature. */
    default List<RuleProblem> compile(Path sources, Path bundle) throws IOException {
        return compile(sources, bundle, Optional.empty());
    }
}
