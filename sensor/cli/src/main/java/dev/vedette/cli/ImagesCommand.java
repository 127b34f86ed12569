package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges the images that run on this node. */
@Command(
        name = "images",
        description =
                "Judge the images that run on this node: where they come from, who signed them, how old they are.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:clean", "1:findings", "2:something could not be judged"},
        footer = {"", "Example:", "  vedette images --policies shop-images.yaml --format json"})
final class ImagesCommand implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    @Option(names = "--runtime", paramLabel = "SOCKET", description = "Ask this runtime instead of those found.")
    private List<String> runtimes;

    @Option(names = "--format", defaultValue = "TABLE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Mixin
    private PolicyOptions policies;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (OpenThings open = new OpenThings()) {
            List<RuleBundle> bundles = policies.rules(open);
            RuleCatalog catalog = RuleCatalog.of(bundles);
            PolicySet set = policies.policies(catalog);
            ImageSurvey survey = open.add(new ImageSurvey(bundles, catalog, set, state.folder()));
            for (RuntimeEndpoint endpoint : Runtimes.named(runtimes)) {
                if (endpoint.kind().speaksCri()) {
                    lookAt(survey, open.add(new CriClient(endpoint)));
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            if (format == Format.JSON) {
                ImagesOutput.json(survey, out);
            } else {
                ImagesOutput.table(survey, out);
            }
            out.flush();
            return survey.problems().isEmpty() ? survey.findings().isEmpty() ? 0 : 1 : 2;
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private static void lookAt(ImageSurvey survey, CriClient client) {
        try {
            survey.lookAt(client);
        } catch (ContainerRuntimeException | IOException e) {
            survey.problem(e.getMessage());
        }
    }
}
