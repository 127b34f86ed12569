package dev.vedette.policy.engine;

import dev.vedette.policy.model.RuleInfo;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.drools.base.util.Drools;
import org.drools.model.Condition;
import org.drools.model.Model;
import org.drools.model.Pattern;
import org.drools.model.Rule;

/**
 * Rules that were compiled when they were built, with their pages: a jar, or a directory of the same content.
 *
 * <p>A bundle is code and runs with all rights of this process: open only what you would start, and by
 * {@link BundleTrust} only what was signed by whom you trust. Immutable.
 */
public final class RuleBundle implements AutoCloseable {
    private static final String BUILT_IN = "META-INF/kie/dev.vedette/rules/drools-model";

    private final String name;
    private final List<Model> models;
    private final Map<String, Supplier<RuleInfo>> rules;

    private RuleBundle(String name, List<Model> models, Map<String, Supplier<RuleInfo>> rules) {
        this.name = name;
        this.models = List.copyOf(models);
        this.rules = Collections.unmodifiableMap(rules);
    }

    /** The rules that come with Vedette, from the class path of {@code loader}. */
    public static RuleBundle builtIn(ClassLoader loader) throws BundleException {
        URL list = loader.getResource(BUILT_IN);
        if (list == null) {
            throw new BundleException("The built-in rules are missing from this installation; install it again.");
        }
        try {
            BundleContent content = BundleContent.withoutClasses(jarOrDirectory(list));
            return new RuleBundle("built-in", models("built-in", content, loader), builtInRules(content));
        } catch (IOException | URISyntaxException e) {
            throw new BundleException("The built-in rules can't be read; install Vedette again.", e);
        }
    }

    /** Opens a bundle made by {@code vedette policy build}, signed or not: one of whoever calls this. */
    public static RuleBundle open(Path bundle) throws BundleException {
        return open(bundle, BundleTrust.ANY);
    }

    /**
     * Opens a bundle made by {@code vedette policy build}. It is read once: what is checked is what is loaded.
     *
     * @throws BundleException if it is not signed as {@code trust} asks, or can't be used; nothing of it has run then
     */
    public static RuleBundle open(Path bundle, BundleTrust trust) throws BundleException {
        if (!Files.isReadable(bundle)) {
            throw new BundleException("Rule bundle " + bundle + " can't be read; check the path and its rights.");
        }
        try {
            BundleContent content = BundleContent.read(bundle);
            check(bundle, content, trust);
            ClassLoader loader = new BundleLoader(content, RuleBundle.class.getClassLoader());
            String name = bundle.toString();
            return new RuleBundle(name, models(name, content, loader), rules(name, content));
        } catch (IOException e) {
            throw new BundleException(
                    "Rule bundle " + bundle + " is damaged; build it again with 'vedette policy build'.", e);
        }
    }

    private static void check(Path bundle, BundleContent content, BundleTrust trust) throws BundleException {
        if (!trust.asksForSignature()) {
            return;
        }
        if (!content.isSigned()) {
            throw new BundleException(
                    "Rule bundle " + bundle + " is not signed; build it with 'vedette policy build --key'.");
        }
        if (!BundleSignature.isBy(trust.keys(), content.entries())) {
            throw new BundleException(
                    "Rule bundle " + bundle + " was changed after it was signed, or is signed by another"
                            + " key than --bundle-key; build it again with 'vedette policy build --key'.");
        }
    }

    private static List<Model> models(String name, BundleContent content, ClassLoader loader)
            throws IOException, BundleException {
        Map<String, String> classes = content.models();
        if (classes.isEmpty()) {
            throw new BundleException(
                    "Rule bundle " + name + " holds no compiled rules; make a bundle with 'vedette policy build'.");
        }
        List<Model> models = new ArrayList<>();
        for (Map.Entry<String, String> model : classes.entrySet()) {
            checkVersion(name, model.getValue());
            models.add(instantiate(name, model.getKey(), loader));
        }
        return models;
    }

    private static Map<String, Supplier<RuleInfo>> rules(String name, BundleContent content)
            throws IOException, BundleException {
        Map<String, Supplier<RuleInfo>> rules = new LinkedHashMap<>();
        for (Map.Entry<String, String> page : content.pages().entrySet()) {
            RuleInfo rule = RulePage.read(page.getKey(), page.getValue());
            if (rules.putIfAbsent(rule.id(), () -> rule) != null) {
                throw new BundleException("Rule bundle " + name + " has two pages of rule " + rule.id()
                        + "; give one of them an id of its own.");
            }
        }
        return rules;
    }

    private static Map<String, Supplier<RuleInfo>> builtInRules(BundleContent content)
            throws IOException, BundleException {
        Map<String, Supplier<RuleInfo>> rules = new LinkedHashMap<>();
        for (Map.Entry<String, String> file : content.pages().entrySet()) {
            LazyPage page = new LazyPage(file.getKey(), file.getValue());
            String id = page.id()
                    .orElseThrow(() -> new BundleException("The built-in rules have a page " + file.getKey()
                            + " that is named after none of them; install Vedette again."));
            rules.put(id, page);
        }
        return rules;
    }

    private static void checkVersion(String name, String version) throws BundleException {
        String own = Drools.getFullVersion();
        if (!version.equals(own)) {
            throw new BundleException("Rule bundle " + name + " was compiled for Drools " + version + ", this is " + own
                    + "; build it again with this version's 'vedette policy build'.");
        }
    }

    private static Model instantiate(String name, String className, ClassLoader loader) throws BundleException {
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Model.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new BundleException(
                    "Rule bundle " + name + " is damaged or made for another version of Vedette;"
                            + " build it again with 'vedette policy build'.",
                    e);
        }
    }

    private static Path jarOrDirectory(URL list) throws IOException, URISyntaxException {
        if (list.openConnection() instanceof JarURLConnection jar) {
            return Path.of(jar.getJarFileURL().toURI());
        }
        Path top = Path.of(list.toURI());
        for (int i = BUILT_IN.split("/", -1).length; i > 0; i--) {
            top = top.getParent();
        }
        return top;
    }

    /** For messages: where it came from. */
    public String name() {
        return name;
    }

    /** What is known of its rules. */
    public List<RuleInfo> pages() {
        return rules.values().stream().map(Supplier::get).toList();
    }

    /** The same by id, each read when it is asked for. */
    Map<String, Supplier<RuleInfo>> rules() {
        return rules;
    }

    /** The names of its rules that detect; each begins with the rule's id. */
    public List<String> detectionRules() {
        return models.stream()
                .flatMap(m -> m.getRules().stream())
                .filter(r -> !PolicyEngine.decides(r))
                .map(Rule::getName)
                .toList();
    }

    /** The classes of facts that its detecting rules look at, wherever in their conditions. */
    public Set<Class<?>> judgedFacts() {
        Set<Class<?>> classes = new HashSet<>();
        models.stream()
                .flatMap(model -> model.getRules().stream())
                .filter(rule -> !PolicyEngine.decides(rule))
                .forEach(rule -> addPatterns(rule.getView(), classes));
        return Set.copyOf(classes);
    }

    private static void addPatterns(Condition condition, Set<Class<?>> classes) {
        if (condition instanceof Pattern<?> pattern) {
            classes.add(pattern.getPatternVariable().getType());
        }
        condition.getSubConditions().forEach(part -> addPatterns(part, classes));
    }

    List<Model> models() {
        return models;
    }

    /** Whoever opened it is done with it; its classes go with the last that uses them. */
    @Override
    public void close() {
        // All of it is in memory.
    }
}
