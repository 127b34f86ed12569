package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessExecuted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Environment variables that have foreign code loaded into a program. Sources: ld.so(8), bash(1), python(1), perlrun(1),
 * ruby(1), node(1), java(1), the documentation of .NET.
 */
public final class LoaderSettings {
    /** The whole value is a path, or a list of them. */
    private static final Set<String> PATHS = Set.of(
            "LD_PRELOAD",
            "LD_AUDIT",
            "BASH_ENV",
            "ENV",
            "PYTHONSTARTUP",
            "PERL5LIB",
            "DOTNET_STARTUP_HOOKS",
            "CORECLR_PROFILER_PATH",
            "GCONV_PATH",
            "OPENSSL_MODULES",
            "OPENSSL_ENGINES");

    /** Options, of which only some name code. */
    private static final Map<String, Pattern> OPTIONS = Map.of(
            "NODE_OPTIONS", Pattern.compile("(?:--require|-r|--import|--loader|--experimental-loader)[= ]\\s*(\\S+)"),
            "JAVA_TOOL_OPTIONS", Pattern.compile("-(?:javaagent|agentpath):([^=\\s]+)"),
            "JDK_JAVA_OPTIONS", Pattern.compile("-(?:javaagent|agentpath):([^=\\s]+)"),
            "_JAVA_OPTIONS", Pattern.compile("-(?:javaagent|agentpath):([^=\\s]+)"),
            "PERL5OPT", Pattern.compile("-I\\s*(\\S+)"),
            "RUBYOPT", Pattern.compile("-[rI]\\s*(\\S+)"));

    private static final Pattern BETWEEN = Pattern.compile("[:;\\s]+");

    private LoaderSettings() {}

    /** The variable and the path in one of the places from which code would be loaded; "" for none. */
    public static String from(ProcessExecuted event, List<String> places) {
        Map<String, String> variables = event.start().loaderVariables();
        if (variables.isEmpty()) {
            return ""; // nearly all
        }
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            var path = paths(variable.getKey(), variable.getValue())
                    .filter(text -> isIn(places, text))
                    .findFirst();
            if (path.isPresent()) {
                return variable.getKey() + "=" + path.get();
            }
        }
        return "";
    }

    private static Stream<String> paths(String name, String value) {
        if (PATHS.contains(name)) {
            return BETWEEN.splitAsStream(value.replace("file://", ""));
        }
        Pattern option = OPTIONS.get(name);
        return option == null
                ? Stream.empty()
                : option.matcher(value).results().map(found -> found.group(1)).map(LoaderSettings::plain);
    }

    private static String plain(String path) {
        Matcher quoted = Pattern.compile("^\"?(?:file://)?(.*?)\"?$").matcher(path);
        return quoted.matches() ? quoted.group(1) : path;
    }

    private static boolean isIn(List<String> places, String path) {
        return path.startsWith("./") || path.startsWith("../") || PathPatterns.anyFits(places, path);
    }
}
