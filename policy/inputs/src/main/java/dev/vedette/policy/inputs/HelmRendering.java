package dev.vedette.policy.inputs;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The process that renders charts with Helm's own code, one after the other.
 *
 * <p>A process of its own, since the library takes SIGINT and SIGTERM of the process that it is loaded into, cannot be
 * stopped within it, and brings 98 MB of native code. It reads the folders of charts from standard input and answers on
 * standard output with whether it went well and with the text; it ends with its input.
 */
final class HelmRendering {
    static final String VALUES = "values=";
    static final String SET = "set=";
    private static final String RELEASE = "release-name";
    /** What charts take for the cluster's: the library's own default is too old for many of them. */
    private static final String KUBERNETES = "1." + PodSecurityVersion.NEWEST + ".0";

    private HelmRendering() {}

    /** @param arguments {@value #VALUES} and a file, {@value #SET} and KEY=VALUE */
    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        // Whatever else is printed is no answer.
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        try {
            while (true) {
                answer(Path.of(in.readUTF()), arguments, out);
            }
        } catch (EOFException e) {
            // Nobody asks any more.
            return;
        }
    }

    private static void answer(Path chart, String[] arguments, DataOutputStream out) throws IOException {
        String text;
        boolean rendered = true;
        try {
            text = render(chart, arguments);
        } catch (RuntimeException e) {
            rendered = false;
            text = String.valueOf(e.getMessage());
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBoolean(rendered);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private static String render(Path chart, String[] arguments) {
        TemplateCommand command = new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace("default")
                .withKubeVersion(KUBERNETES);
        List<String> sets = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith(VALUES)) {
                command.withValuesFile(Path.of(argument.substring(VALUES.length())));
            } else {
                sets.add(argument.substring(SET.length()));
            }
        }
        for (String set : sets) {
            int end = set.indexOf('=');
            command.set(set.substring(0, end), set.substring(end + 1));
        }
        // Null is how the library says that nothing comes of it.
        return Optional.ofNullable(command.call()).orElse("");
    }
}
