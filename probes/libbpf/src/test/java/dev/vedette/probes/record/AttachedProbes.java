package dev.vedette.probes.record;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Probes of the facts that a test looks at, attached while it runs, and what they tell. As a static field
 * ({@code @RegisterExtension}) they are attached once and what was told is forgotten before each test; as any other field
 * they are attached for each test anew, for tests in which a repeat would not be told. This process counts as any other.
 */
final class AttachedProbes implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final ProbeSettings settings;
    private final Consumer<KernelProbes> prepare;
    private KernelProbes probes;
    private Watching watching;
    private boolean forAll;

    private AttachedProbes(ProbeSettings settings, Consumer<KernelProbes> prepare) {
        this.settings = settings;
        this.prepare = prepare;
    }

    static AttachedProbes of(String... facts) {
        return new AttachedProbes(ProbeSettings.defaults().withOwnProcess(0).withFacts(Set.of(facts)), _ -> {});
    }

    /** The same with other settings. */
    AttachedProbes with(UnaryOperator<ProbeSettings> change) {
        return new AttachedProbes(change.apply(settings), prepare);
    }

    /** The same, with something done before the first test. */
    AttachedProbes prepared(Consumer<KernelProbes> first) {
        return new AttachedProbes(settings, prepare.andThen(first));
    }

    /** Others, with the same settings. */
    KernelProbes another() throws ProbesUnavailableException {
        KernelProbes other = KernelProbes.attach(settings);
        prepare.accept(other);
        return other;
    }

    KernelProbes probes() {
        return probes;
    }

    /** See {@link Watching#first}. */
    <R extends KernelRecord> R first(Class<R> kind, Predicate<R> fits) {
        return watching.first(kind, fits);
    }

    /** See {@link Watching#ofKind}. */
    <R extends KernelRecord> List<R> ofKind(Class<R> kind) {
        return watching.ofKind(kind);
    }

    void forget() {
        watching.forget();
    }

    Watching watching() {
        return watching;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws ProbesUnavailableException {
        forAll = true;
        attach();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws ProbesUnavailableException {
        if (forAll) {
            forget();
        } else {
            attach();
        }
    }

    private void attach() throws ProbesUnavailableException {
        probes = another();
        watching = new Watching(probes);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!forAll) {
            probes.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (probes != null) {
            probes.close();
        }
    }
}
