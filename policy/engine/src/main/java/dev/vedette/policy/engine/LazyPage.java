package dev.vedette.policy.engine;

import dev.vedette.policy.model.RuleInfo;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of a rule that comes with Vedette, read when somebody asks for it: a scan of one file would otherwise spend more
 * time on pages than on the file. Thread-safe.
 */
final class LazyPage implements Supplier<RuleInfo> {
    private static final Pattern NAME = Pattern.compile("([A-Z]+-\\d+)-.*\\.md");

    private final String file;
    private String text;
    private RuleInfo read;

    LazyPage(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The rule's id, with which the file's name begins; empty if it does not. */
    Optional<String> id() {
        Matcher name = NAME.matcher(file);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    @Override
    public synchronized RuleInfo get() {
        if (read == null) {
            try {
                read = RulePage.read(file, text);
            } catch (BundleException e) {
                throw new IllegalStateException(e.getMessage() + " Install Vedette again.", e);
            }
            text = null;
        }
        return read;
    }
}
