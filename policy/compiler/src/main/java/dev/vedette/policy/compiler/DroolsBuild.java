package dev.vedette.policy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;

/**
 * One run of the Drools compiler.
 *
 * @param module what was made, empty if there are errors
 */
record DroolsBuild(Optional<InternalKieModule> module, List<Message> errors, Optional<RuntimeException> failure) {
    private static final String SOURCES = "src/main/resources/";

    /** Compiles texts by file name. */
    static DroolsBuild of(Map<String, String> rules) {
        KieServices services = KieServices.get();
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(services.newReleaseId("dev.vedette.bundle", "rules", "1"));
        rules.forEach((file, text) -> files.write(SOURCES + file, text));
        try {
            KieBuilder builder = services.newKieBuilder(files, DroolsBuild.class.getClassLoader())
                    .buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            return errors.isEmpty()
                    ? new DroolsBuild(
                            Optional.of((InternalKieModule) builder.getKieModule()), List.of(), Optional.empty())
                    : new DroolsBuild(Optional.empty(), new ArrayList<>(errors), Optional.empty());
        } catch (RuntimeException e) {
            // The compiler gives up so on some texts that it should refuse, an unknown name in a consequence for one.
            return new DroolsBuild(Optional.empty(), List.of(), Optional.of(e));
        }
    }

    boolean succeeded() {
        return module.isPresent();
    }
}
