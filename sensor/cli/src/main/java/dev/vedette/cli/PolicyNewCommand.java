package dev.vedette.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Begins rules of one's own: a folder with one that works, to be changed. */
@Command(
        name = "new",
        description = "Make a folder with a rule, its page and its tests, to begin rules of your own with.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy new my-rules",
            "  vedette policy new ledger --id ACME-0001",
        })
final class PolicyNewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The folder to make; nothing that is there is ever overwritten.")
    private Path folder;

    @Option(names = "--id", paramLabel = "ID", description = "The rule's id (default: the name with -0001).")
    private String id = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String name = folder.getFileName() == null ? "" : folder.getFileName().toString();
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,39}")) {
            throw new CommandFailed(
                    "'" + name + "' is no name for rules: begin with a letter, then letters, digits and '-'");
        }
        String ruleId = id.isEmpty() ? name.toUpperCase(Locale.ROOT).replace('_', '-') + "-0001" : id;
        if (!ruleId.matches("[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\\d+")) {
            throw new CommandFailed("'" + ruleId + "' is no id of a rule: write it like ACME-0001, with --id");
        }
        if (ruleId.startsWith("VDT-")) {
            throw new CommandFailed(
                    "'" + ruleId + "' would be one of the built-in rules: give your own with --id ACME-0001");
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put(ruleId + ".drl", template("rule.drl", name, ruleId));
        files.put(ruleId + ".md", template("page.md", name, ruleId));
        files.put(ruleId + ".test.yaml", template("test.yaml", name, ruleId));
        make();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
        }
        say(files.keySet());
        return 0;
    }

    private void make() throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(folder + " exists already and was left as it is; give another name", e);
        } catch (NoSuchFileException e) {
            throw new CommandFailed("there is no folder " + folder.getParent() + "; make it first", e);
        }
    }

    private void say(Iterable<String> files) {
        PrintWriter out = spec.commandLine().getOut();
        files.forEach(file -> out.println("made " + folder.resolve(file)));
        out.println();
        out.println("Next:");
        out.println("  1. say in the rule what must not happen; docs/facts.md tells what a rule can look at");
        out.println("  2. vedette policy test " + folder);
        out.println("  3. vedette policy build " + folder + " -o " + folder + ".jar");
        out.println("  4. vedette replay RECORDING --bundle " + folder + ".jar     what it would have found");
        out.println("  5. docs/policies.md: sign it, and give it to your sensors");
        out.flush();
    }

    private static String template(String file, String name, String ruleId) throws IOException {
        try (InputStream in = PolicyNewCommand.class.getResourceAsStream("new/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@ID@", ruleId)
                    .replace("@NAME@", name)
                    .replace("@PACKAGE@", name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
        }
    }
}
