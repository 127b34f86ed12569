package dev.vedette.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/**
 * The program's commands by name, in the order of the help. Each is made when it is asked for: the options of all of them
 * are so many classes that a short command would spend most of its time on them.
 */
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("up", UpCommand.class);
        ALL.put("sensor", SensorCommand.class);
        ALL.put("console", ConsoleCommand.class);
        ALL.put("webhook", WebhookCommand.class);
        ALL.put("scan", ScanCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put("containers", ContainersCommand.class);
        ALL.put("neighbours", NeighboursCommand.class);
        ALL.put("images", ImagesCommand.class);
        ALL.put("findings", FindingsCommand.class);
        ALL.put("explain", ExplainCommand.class);
        ALL.put("respond", RespondCommand.class);
        ALL.put("denials", DenialsCommand.class);
        ALL.put("policy", PolicyCommand.class);
        ALL.put("replay", ReplayCommand.class);
        ALL.put("bench", BenchCommand.class);
        ALL.put("test", TestCommand.class);
        ALL.put("train", TrainCommand.class);
        ALL.put("uninstall", UninstallCommand.class);
    }

    private Commands() {}

    static void addAll(CommandLine line) {
        ALL.forEach(line::addSubcommand);
    }

    /** The one that {@code word} names, or all of them if it names none. */
    static void addNamed(String word, CommandLine line) {
        if (ALL.containsKey(word)) {
            line.addSubcommand(word, ALL.get(word));
        } else {
            addAll(line);
        }
    }
}
